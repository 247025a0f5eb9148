package dev.heir.integration.scrape;

/** Case files of messages that nobody can read: they come from outside, and no page tells of them. */
public interface MessageCases {

    /**
     * Opens the case, or adds the message to the open one; a message that is delivered again is the same one.
     *
     * @param project on whose account messages are that name none
     * @param reason what is wrong with it
     */
    void open(String project, Message message, String reason);
}
