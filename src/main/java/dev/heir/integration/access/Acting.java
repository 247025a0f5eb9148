package dev.heir.integration.access;

/** Who does what is being done. */
public interface Acting {

    /** What nobody asked for. */
    Acting BY_ITSELF = () -> Visit.NOBODYS;

    Visit visit();
}
