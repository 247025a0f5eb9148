package dev.heir.integration.scrape.monitor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A field's numbers over time, a line for each competitor, as SVG without any script. */
public final class Chart {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 360;
    private static final int LEFT = 80;
    private static final int TOP = 40;
    private static final int RIGHT = 720;
    private static final int BOTTOM = 310;

    /** Told apart also by who sees few colours (Okabe and Ito). */
    private static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000");

    private Chart() {}

    public static String of(String title, List<Point> points) {
        Map<String, List<Point>> lines = new LinkedHashMap<>();
        points.stream().filter(point -> point.amount().isPresent()).forEach(point -> lines.computeIfAbsent(
                        point.competitor(), who -> new ArrayList<>())
                .add(point));
        List<Point> all = lines.values().stream().flatMap(List::stream).toList();
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT
                + "\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n");
        svg.append(
                "<title>" + Diff.escaped(title) + "</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        text(svg, LEFT, 22, "start", title);
        if (all.isEmpty()) {
            text(svg, WIDTH / 2, HEIGHT / 2, "middle", "no numbers yet");
        } else {
            draw(svg, lines, all);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void draw(StringBuilder svg, Map<String, List<Point>> lines, List<Point> all) {
        Scale scale = Scale.of(all);
        svg.append(
                "<path d=\"M" + LEFT + " " + TOP + "V" + BOTTOM + "H" + RIGHT + "\" fill=\"none\" stroke=\"#888\"/>\n");
        text(svg, LEFT - 6, TOP + 4, "end", scale.highest().toPlainString());
        text(svg, LEFT - 6, BOTTOM + 4, "end", scale.lowest().toPlainString());
        text(svg, LEFT, BOTTOM + 18, "start", scale.from().toString());
        text(svg, RIGHT, BOTTOM + 18, "end", scale.to().toString());
        int number = 0;
        for (Map.Entry<String, List<Point>> line : lines.entrySet()) {
            String colour = COLOURS.get(number % COLOURS.size());
            String path = line.getValue().stream()
                    .map(point -> number(scale.x(point)) + "," + number(scale.y(point)))
                    .collect(Collectors.joining(" "));
            svg.append(
                    "<polyline points=\"" + path + "\" fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"2\"/>\n");
            line.getValue()
                    .forEach(point -> svg.append("<circle cx=\"" + number(scale.x(point)) + "\" cy=\""
                            + number(scale.y(point)) + "\" r=\"3\" fill=\"" + colour + "\"/>\n"));
            svg.append("<rect x=\"" + (RIGHT + 16) + "\" y=\"" + (TOP + number * 20 - 9)
                    + "\" width=\"10\" height=\"10\" fill=\"" + colour + "\"/>\n");
            text(svg, RIGHT + 32, TOP + number * 20, "start", line.getKey());
            number++;
        }
    }

    private record Scale(Instant from, Instant to, BigDecimal lowest, BigDecimal highest) {

        static Scale of(List<Point> points) {
            List<BigDecimal> amounts = points.stream()
                    .flatMap(point -> point.amount().stream())
                    .sorted()
                    .toList();
            List<Instant> times = points.stream().map(Point::at).sorted().toList();
            return new Scale(times.getFirst(), times.getLast(), amounts.getFirst(), amounts.getLast());
        }

        double x(Point point) {
            long whole = Math.max(1, Duration.between(from, to).toMillis());
            return LEFT
                    + (RIGHT - LEFT)
                            * (double) Duration.between(from, point.at()).toMillis()
                            / whole;
        }

        double y(Point point) {
            BigDecimal range = highest.subtract(lowest);
            double share = range.signum() == 0
                    ? 0.5
                    : point.amount()
                            .orElse(lowest)
                            .subtract(lowest)
                            .divide(range, MathContext.DECIMAL64)
                            .doubleValue();
            return BOTTOM - (BOTTOM - TOP) * share;
        }
    }

    private static String number(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String text) {
        svg.append("<text x=\"" + x + "\" y=\"" + y + "\" text-anchor=\"" + anchor + "\">" + Diff.escaped(text)
                + "</text>\n");
    }
}
