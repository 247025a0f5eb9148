package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heir.integration.provider.Flow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that break off, and go on. */
class ResumedEventsTest {

    private static final String ONE = "id: 1\ndata: one\n\n";
    private static final String TWO = "event: x\ndata: two\nid: 2\n\n";
    private static final String THREE = "data: three\nid:3\n\n";

    private final List<String> askedAfter = new ArrayList<>();
    private final Deque<InputStream> connections = new ArrayDeque<>();
    private Optional<Duration> retry = Optional.empty();

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream cut(String text) {
        return new SequenceInputStream(bytes(text), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("cut");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw new IOException("cut");
            }
        });
    }

    private static Flow flow(InputStream bytes) {
        return new Flow(bytes, OptionalLong.empty(), () -> {});
    }

    private ResumedEvents over(InputStream... each) {
        connections.addAll(List.of(each));
        return new ResumedEvents(
                flow(connections.removeFirst()), new EventSplitter("", 64), (events, inVain, broken) -> {
                    askedAfter.add(events.lastId());
                    retry = events.retry();
                    return inVain >= 5 || connections.isEmpty()
                            ? Optional.empty()
                            : Optional.of(flow(connections.removeFirst()));
                });
    }

    private static String text(ResumedEvents events) throws IOException {
        return new String(events.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** What came before it broke. */
    private static String until(ResumedEvents events) {
        StringBuilder heard = new StringBuilder();
        assertThatThrownBy(() -> {
                    for (int octet = events.read(); octet >= 0; octet = events.read()) {
                        heard.append((char) octet);
                    }
                })
                .hasMessage("cut");
        return heard.toString();
    }

    @Test
    void wherever_it_is_cut_every_event_comes_once_and_whole() throws IOException {
        String all = ONE + TWO + THREE;
        for (int at = ONE.length(); at <= all.length(); at++) {
            String rest = at < ONE.length() + TWO.length() ? TWO + THREE : at < all.length() ? THREE : "";
            assertThat(text(over(cut(all.substring(0, at)), bytes(rest))))
                    .as("cut at " + at)
                    .isEqualTo(all);
        }
    }

    @Test
    void a_server_that_begins_anew_is_heard_from_where_it_broke_off() throws IOException {
        assertThat(text(over(cut(ONE + TWO + "data: th"), bytes("\uFEFF: hello\n\n" + ONE + TWO + THREE))))
                .contains(TWO)
                .endsWith(THREE)
                .containsOnlyOnce("data: one")
                .containsOnlyOnce("data: two")
                .containsOnlyOnce("data: three");
        assertThat(askedAfter).containsExactly("2");
    }

    @Test
    void without_ids_it_breaks_off_after_the_last_whole_event() {
        assertThat(until(over(cut("data: one\n\ndata: tw"), bytes(THREE)))).isEqualTo("data: one\n\n");
        assertThat(askedAfter).isEmpty();
    }

    @Test
    void an_id_that_was_taken_back_is_none() {
        assertThat(until(over(cut(ONE + "id\ndata: x\n\n"), bytes(THREE)))).endsWith("data: x\n\n");
        assertThat(askedAfter).isEmpty();
    }

    @Test
    void it_goes_on_as_often_as_something_comes_and_gives_up_when_nothing_does() {
        assertThat(until(over(cut(ONE), cut(TWO), cut(THREE), cut(""), cut(""), cut(""), cut(""), cut(""), cut(""))))
                .isEqualTo(ONE + TWO + THREE);
        assertThat(askedAfter).startsWith("1", "2", "3").hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void an_event_that_is_too_large_to_be_held_flows_and_cannot_go_on() {
        String large = "data: " + "x".repeat(100);
        assertThat(until(over(cut(ONE + large), bytes(THREE)))).isEqualTo(ONE + large);
        assertThat(askedAfter).isEmpty();
    }

    @Test
    void a_large_event_that_ended_is_no_hindrance() throws IOException {
        String large = "id: 1\ndata: " + "x".repeat(100) + "\n\n";
        assertThat(text(over(cut(large), bytes(TWO)))).isEqualTo(large + TWO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void lines_end_in_three_ways(String end) throws IOException {
        String one = ONE.replace("\n", end);
        String two = TWO.replace("\n", end);
        assertThat(text(over(cut(one + "data: half"), bytes(two)))).isEqualTo(one + two);
        assertThat(askedAfter).containsExactly("1");
    }

    @Test
    void a_comment_outside_of_events_comes_at_once_and_retry_is_heard() throws IOException {
        ResumedEvents events = over(cut(": alive\n" + "retry: 250\n" + ONE), bytes(TWO));
        byte[] first = new byte[8];
        assertThat(events.read(first)).isEqualTo(8);
        assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo(": alive\n");
        assertThat(text(events)).endsWith(TWO);
        assertThat(retry).contains(Duration.ofMillis(250));
    }

    @Test
    void what_its_sender_ends_is_passed_as_it_is() throws IOException {
        assertThat(text(over(bytes("data: one\n\ndata: [DONE]")))).isEqualTo("data: one\n\ndata: [DONE]");
    }

    @Test
    void trouble_of_our_own_ends_it_as_its_break_does() {
        RuntimeException ours = new IllegalStateException("the ledger is away");
        ResumedEvents events = new ResumedEvents(flow(cut(ONE)), new EventSplitter("", 64), (_, _, _) -> {
            throw ours;
        });
        assertThatThrownBy(() -> text(events))
                .isInstanceOf(IOException.class)
                .hasMessage("cut")
                .hasSuppressedException(ours);
    }

    @Test
    void nobody_goes_on_for_a_caller_who_left() {
        ResumedEvents events = over(cut(ONE), bytes(TWO));
        events.cut();
        assertThat(until(events)).isEqualTo(ONE);
        assertThat(askedAfter).isEmpty();
    }
}
