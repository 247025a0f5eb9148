package dev.heir.integration.call;

/** Does something that nobody waits for; a process that freezes or ends may leave it undone. */
@FunctionalInterface
public interface Aside {

    void run(Runnable work);
}
