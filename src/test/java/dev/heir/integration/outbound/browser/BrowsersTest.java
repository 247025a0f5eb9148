package dev.heir.integration.outbound.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heir.integration.outbound.Wall;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Renderer.Rendered;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real Chromium in front of a website on loopback. */
@Timeout(180)
@Tag("long")
class BrowsersTest {

    private static final String BY_SCRIPT = """
            <title>Shop</title><div id="root"></div><img src="/picture.png"><script src="/app.js"></script>
            """;

    private ChromiumSite site;
    private Browsers browsers;
    private final Wall wall = new Wall(InetAddress::getAllByName, List.of());

    @BeforeEach
    void start() throws IOException {
        site = new ChromiumSite().with("/app.js", """
                        fetch('/prices').then(answer => answer.text()).then(text => {
                            document.getElementById('root').innerHTML = '<h1 class="price">' + text + '</h1>';
                        });
                        """).with("/prices", "12.50 EUR");
        browsers = browsers(this::isOwn);
        browsers.missing().ifPresent(reason -> System.err.println("SKIPPED: no Chromium: " + reason));
        assumeTrue(browsers.missing().isEmpty(), "SKIPPED: no Chromium here");
    }

    @AfterEach
    void stop() {
        browsers.close();
        site.close();
    }

    private boolean isOwn(URI uri) {
        return uri.toString().startsWith(site.origin() + "/");
    }

    private Browsers browsers(Predicate<URI> internal, String... settings) {
        return new Browsers(Settings.with(settings), wall::look, internal);
    }

    private String html(Rendered rendered) {
        assertThat(rendered).isInstanceOf(Rendered.Shown.class);
        return ((Rendered.Shown) rendered).html();
    }

    @Test
    void what_scripts_write_is_shown_and_the_page_itself_is_not_asked_for_again() {
        assertThat(html(browsers.render(site.load(BY_SCRIPT)))).contains("<h1 class=\"price\">12.50 EUR</h1>");

        assertThat(site.asked()).containsExactly("/app.js", "/prices");
        assertThat(site.agents()).containsOnly(ChromiumSite.AGENT);
    }

    @Test
    void a_page_that_is_quiet_and_blank_is_waited_for_until_its_text_comes() {
        browsers.close();
        browsers = browsers(this::isOwn, "late", "50s");
        String late = "<p id=p></p><script>setTimeout(() => p.textContent = 'at last', 4000)</script>";

        assertThat(html(browsers.render(site.load(late)))).contains(">at last<");
    }

    @Test
    void what_robots_txt_forbids_the_page_does_not_get() {
        Rendered.Shown shown = (Rendered.Shown) browsers.render(site.load(
                BY_SCRIPT,
                url -> url.path().equals("/prices") ? Optional.of("Disallow: /prices (line 2)") : Optional.empty()));

        assertThat(shown.html()).contains("<div id=\"root\"></div>");
        assertThat(shown.withheld()).singleElement().asString().contains("/prices (Disallow: /prices (line 2))");
        assertThat(site.asked()).containsExactly("/app.js");
    }

    @Test
    void a_script_that_leads_elsewhere_is_a_move_and_nobody_is_asked_there() {
        Rendered rendered = browsers.render(site.load("<script>location.href = '/elsewhere?x=1#y'</script>"));

        assertThat(rendered).isEqualTo(new Rendered.Moved(PageUrl.parse(site.origin() + "/elsewhere?x=1")));
        assertThat(site.asked()).isEmpty();
    }

    /** Chromium has words of its own for a page that it may not load again. */
    @Test
    void a_page_that_loads_itself_again_is_read_as_the_website_wrote_it_and_not_asked_for_again() {
        String text = "<p>the text</p>";
        for (String again : List.of(
                "<meta http-equiv=refresh content=0>",
                "<script>location.reload()</script>",
                "<form method=post action='' id=f></form><script>f.submit()</script>")) {
            assertThat(html(browsers.render(site.load(again + text)))).contains(text);
        }
        String gate = "<p id=p></p><script>if (document.cookie) p.textContent = 'inside';"
                + " else { document.cookie = 'a=b'; location.reload(); }</script>";

        assertThat(html(browsers.render(site.load(gate)))).contains(">inside<");
        assertThat(site.asked()).isEmpty();
    }

    @Test
    void a_page_whose_host_turns_it_away_tells_so() {
        site.with("/prices", "status:429");

        Rendered.Shown shown = (Rendered.Shown) browsers.render(site.load(BY_SCRIPT));

        assertThat(shown.turnedAway().orElseThrow().status()).isEqualTo(429);
        assertThat(shown.withheld()).singleElement().asString().endsWith("/prices (answered 429)");
    }

    @Test
    void what_a_page_makes_of_the_words_of_its_scripts_is_no_obstacle_to_reading_it() {
        String liar = "<p>the text</p><script>String.prototype.slice = () => { throw 1 };"
                + "Object.defineProperty(Element.prototype, 'outerHTML', {get() { return 7 }})</script>";

        assertThat(html(browsers.render(site.load(liar)))).contains("<p>the text</p>");
        assertThat(html(browsers.render(site.load("<script>document.documentElement.remove()</script>"))))
                .isEmpty();
    }

    @Test
    void one_page_knows_nothing_of_the_one_before_it() {
        String leave = "<script>document.cookie = 'a=b'; localStorage.setItem('c', 'd')</script>";
        String look =
                "<p id=p></p><script>p.textContent = '[' + document.cookie + localStorage.getItem('c') + ']'</script>";

        html(browsers.render(site.load(leave)));

        assertThat(html(browsers.render(site.load(look)))).contains("[null]");
    }

    /** By an address, a redirect, a name, a script, a picture, a frame, a socket and a datagram. */
    @Test
    void a_page_reaches_nothing_that_is_private_by_any_way() throws Exception {
        try (ServerSocket secret = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                DatagramSocket stun = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            int port = secret.getLocalPort();
            site.with("/away", "location:http://127.0.0.1:" + port + "/redirected");
            String evil =
                    """
                    <div id=done></div>
                    <img src="http://127.0.0.1:PORT/img"><iframe src="http://127.0.0.1:PORT/frame"></iframe>
                    <link rel=stylesheet href="http://localhost:PORT/css"><link rel=preconnect href="http://127.0.0.1:PORT/">
                    <link rel=dns-prefetch href="http://secret.internal/"><script src="http://[::1]:PORT/script.js"></script>
                    <script>
                    const hosts = ['127.0.0.1', 'localhost', '127.1', '2130706433', '0x7f000001', '[::ffff:127.0.0.1]', '0.0.0.0'];
                    const tries = hosts.map(host => fetch('http://' + host + ':PORT/x'));
                    tries.push(fetch('http://169.254.169.254/latest/meta-data/'), fetch('/away'));
                    tries.push(...hosts.map(host => new Promise((yes, no) => {
                        const socket = new WebSocket('ws://' + host + ':PORT/x'); socket.onopen = yes; socket.onerror = no; })));
                    navigator.sendBeacon('http://127.0.0.1:PORT/beacon', 'x');
                    const rtc = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.1:STUN'}]});
                    rtc.createDataChannel('x'); rtc.createOffer().then(offer => rtc.setLocalDescription(offer));
                    window.open('http://127.0.0.1:PORT/window');
                    Promise.allSettled(tries).then(all => done.textContent = 'open: ' + all.filter(a => a.status === 'fulfilled').length);
                    </script>
                    """.replace("PORT", Integer.toString(port)).replace("STUN", Integer.toString(stun.getLocalPort()));

            Rendered.Shown shown = (Rendered.Shown) browsers.render(site.load(evil));

            assertThat(shown.html()).contains("open: 0");
            assertThat(shown.withheld()).isNotEmpty();
            assertThat(site.asked()).containsExactly("/away");
            stun.setSoTimeout(1);
            assertThat(receives(stun)).isFalse();
            // Whoever came stands in line still.
            secret.setSoTimeout(1);
            assertThat(accepts(secret)).isFalse();
        }
    }

    private static boolean accepts(ServerSocket socket) throws IOException {
        try (var _ = socket.accept()) {
            return true;
        } catch (SocketTimeoutException nobody) {
            return false;
        }
    }

    private static boolean receives(DatagramSocket socket) throws IOException {
        try {
            socket.receive(new DatagramPacket(new byte[100], 100));
            return true;
        } catch (SocketTimeoutException nothing) {
            return false;
        }
    }

    @Test
    void a_page_that_takes_more_memory_than_it_may_is_given_up_and_the_next_one_shown_by_a_new_browser() {
        browsers.close();
        browsers = browsers(this::isOwn, "memory", "700000000");
        String greedy = "<script>const all = []; for (let i = 0; i < 60; i++) {"
                + " const a = new Uint8Array(5e7); a.fill(7); all.push(a); const t = Date.now(); while (Date.now() - t < 100); }</script>";

        assertThat(browsers.render(site.load(greedy)))
                .isInstanceOfSatisfying(Rendered.Failed.class, failed -> assertThat(failed.reason())
                        .contains("667 MB"));
        assertThat(html(browsers.render(site.load(BY_SCRIPT)))).contains("12.50 EUR");
    }

    @Test
    void a_browser_makes_room_for_a_new_one_after_so_many_pages_and_leaves_nothing_behind() {
        browsers.close();
        browsers = browsers(this::isOwn, "pages", "1");

        html(browsers.render(site.load(BY_SCRIPT)));

        assertThat(ours()).isEmpty();
        assertThat(html(browsers.render(site.load(BY_SCRIPT)))).contains("12.50 EUR");
        assertThat(ours()).isEmpty();
    }

    @Test
    void a_browser_that_nobody_needs_any_more_is_ended_and_the_next_page_is_shown_by_a_new_one() {
        browsers.close();
        browsers = new Browsers(Settings.with(), wall::look, this::isOwn, Duration.ofMillis(50));

        html(browsers.render(site.load(BY_SCRIPT)));

        while (!ours().isEmpty()) { // until the test's own time is up
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(html(browsers.render(site.load(BY_SCRIPT)))).contains("12.50 EUR");
    }

    @Test
    void a_browser_that_is_killed_in_mid_page_fails_that_page_only() {
        site.with("/kill.js", "window.begun = true; setInterval(() => fetch('/more'), 5)")
                .with("/more", "x");
        // Not on the common pool: it has one thread on a small machine, and the JDK's WebSocket needs it.
        CompletableFuture<Rendered> shown = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> shown.complete(
                        browsers.render(site.load("<div id=root></div><script src=/kill.js></script>"))));
        while (!site.asked().contains("/more") && !shown.isDone()) {
            LockSupport.parkNanos(10_000_000);
        }

        chromiums().forEach(ProcessHandle::destroyForcibly);

        assertThat(shown.join()).isInstanceOf(Rendered.Failed.class);
        assertThat(html(browsers.render(site.load(BY_SCRIPT)))).contains("12.50 EUR");
    }

    @Test
    void a_page_whose_script_never_ends_is_given_up() {
        browsers.close();
        browsers = browsers(this::isOwn, "timeout", "5s");

        assertThat(browsers.render(site.load("<p>x</p><script>while (true) {}</script>")))
                .isInstanceOf(Rendered.Failed.class);
    }

    @Test
    void a_browser_elsewhere_shows_pages_by_the_same_rules() throws IOException {
        Browsers home = browsers;
        Driver driver = Driver.start(
                "chromedriver", java.nio.file.Files.createTempDirectory("remote-driver"), Duration.ofSeconds(60));
        try (ServerSocket proxyless = new ServerSocket(0)) {
            // It runs as its owner likes; here as root perhaps, which Chromium wants to be told.
            browsers = browsers(this::isOwn, "url", driver.address().toString(), "sandbox", "false");

            Rendered.Shown shown = (Rendered.Shown) browsers.render(site.load(BY_SCRIPT.replace(
                    "<img", "<script>fetch('http://127.0.0.1:" + proxyless.getLocalPort() + "/')</script><img")));

            assertThat(shown.html()).contains("12.50 EUR");
            assertThat(shown.withheld()).singleElement().asString().contains("not public");
        } finally {
            driver.process().descendants().forEach(ProcessHandle::destroyForcibly);
            driver.process().destroyForcibly();
            home.close();
        }
    }

    private static List<ProcessHandle> chromiums() {
        return ours().stream()
                .filter(process -> process.info().commandLine().orElse("").contains("--user-data-dir"))
                .toList();
    }

    /** Whatever names a directory of this process in its command line. */
    private static List<ProcessHandle> ours() {
        String mark = "integration-browser-" + ProcessHandle.current().pid() + "-";
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(mark))
                .toList();
    }
}
