package dev.heir.integration.scrape.monitor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** A shop whose page is another one each time, though nobody has changed anything. */
final class RestlessShop {

    private final Random random;
    private int visits;
    String price = "EUR 49,90";
    String stock = "In stock";
    String about =
            "A chair of oiled oak, made by hand in a small workshop near the lake, with a seat of woven paper cord.";
    final List<String> specifications =
            new ArrayList<>(List.of("Weight 4 kg", "Height 80 cm", "Depth 52 cm", "Oiled twice"));
    final List<String> rows = new ArrayList<>(List.of("A1 Small 39,90", "A2 Large 59,90", "A3 Set of two 89,00"));

    RestlessShop(long seed) {
        this.random = new Random(seed);
    }

    String html() {
        visits++;
        List<String> recommended = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            recommended.add("<li>People also like our product " + (char) ('a' + i) + " with its fine details</li>");
        }
        Collections.shuffle(recommended, random);
        List<String> specs = new ArrayList<>(
                specifications.stream().map(one -> "<li>" + one + "</li>").toList());
        Collections.shuffle(specs, random);
        boolean variant = random.nextBoolean();
        StringBuilder table = new StringBuilder();
        rows.forEach(row -> {
            String[] cells = row.split(" ", 2);
            table.append("<tr><td class=sku>" + cells[0] + "</td><td>" + cells[1] + "</td></tr>");
        });
        return "<html><head><title>Oak chair</title></head><body><nav><a href=/>Home</a> <a href=/n"
                + random.nextInt(99)
                + ">New</a></nav>"
                + (random.nextInt(3) == 0
                        ? "<div class='cookie-banner'>We use cookies. <button>Accept</button></div>"
                        : "")
                + "<main><h1>Oak chair</h1><p>"
                + (variant ? "Buy it now, pay later." : "Order today and pay within thirty days.")
                + "</p><p class=price>" + (random.nextBoolean() ? price : price.replace(" ", "\u00a0"))
                + "</p><p class=stock>" + stock
                + "</p><p>" + about + "</p><ul>" + String.join("", specs) + "</ul>"
                + "<p>" + (100 + random.nextInt(900)) + " people are viewing this</p>"
                + "<p>Visits so far: " + (7_000 + visits * 3) + "</p>"
                + "<p>Page made on 2026-11-" + (10 + visits % 20) + " at " + (10 + visits % 12) + ":"
                + (10 + random.nextInt(49)) + "</p>"
                + "<p>Last bought " + (1 + random.nextInt(50)) + " minutes ago</p>"
                + "<p>Your session " + UUID.nameUUIDFromBytes(new byte[] {(byte) visits}) + "</p>"
                + "<form><input type=hidden name=csrf value=" + random.nextLong() + "></form>"
                + "<div>Sponsored: "
                + List.of("Fly to Rome", "Learn to dance", "Cheap loans", "New shoes", "Better sleep")
                        .get(random.nextInt(5))
                + " number " + random.nextInt(40) + "</div>"
                + "<ul>" + String.join("", recommended.subList(0, 4)) + "</ul>"
                + "<table class=prices>" + table + "</table></main>"
                + "<aside class=ad>" + random.nextInt() + "</aside><footer>" + random.nextInt()
                + "</footer></body></html>";
    }
}
