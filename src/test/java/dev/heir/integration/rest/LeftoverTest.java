package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rest of a request, read from a real connection. */
@Timeout(30)
class LeftoverTest {

    @Test
    void a_sender_that_falls_silent_in_the_middle_keeps_its_answer_back_no_longer_than_may_be() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket sender = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            sender.getOutputStream().write(new byte[50_000]);
            assertThat(Leftover.endIsNear(accepted.getInputStream(), Duration.ofMillis(50)))
                    .isFalse();
        }
    }

    @Test
    void what_a_sender_ends_is_read_to_its_end() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket sender = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            sender.getOutputStream().write(new byte[50_000]);
            sender.shutdownOutput();
            assertThat(Leftover.endIsNear(accepted.getInputStream(), Duration.ofSeconds(20)))
                    .isTrue();
        }
    }
}
