package dev.heir.integration.persistence;

import dev.heir.integration.provider.Tier;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws what {@link TiersBench} measured. */
final class TiersChart {

    /** A window's worth comes at once when it is free: two windows together show the rate. */
    private static final int MEAN_OF_MILLIS = 2_000;

    private static final Map<Tier, Color> COLOURS = Map.of(
            Tier.CRITICAL, new Color(0xC0392B),
            Tier.IMPORTANT, new Color(0x2471A3),
            Tier.NICE_TO_HAVE, new Color(0x7D8F3B));

    private TiersChart() {}

    static void write(Map<Tier, long[]> admitted, Path file) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(1200)
                .height(560)
                .theme(ChartTheme.XChart)
                .title("Three tiers share one limit of " + TiersBench.LIMIT + " requests a second (60/30/10)")
                .xAxisTitle("time (s)")
                .yAxisTitle("admitted (requests/s, mean of the last 2 s)")
                .build();
        long end = TiersBench.PHASES.getLast().until();
        var style = chart.getStyler();
        style.setLegendPosition(LegendPosition.OutsideS);
        style.setLegendLayout(LegendLayout.Horizontal);
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBackgroundColor(Color.WHITE);
        style.setPlotGridLinesColor(new Color(0xE6E6E6));
        style.setPlotGridVerticalLinesVisible(false);
        style.setPlotBorderVisible(false);
        style.setXAxisMin(0.0);
        style.setXAxisMax((double) end);
        style.setYAxisMin(0.0);
        style.setYAxisMax(TiersBench.LIMIT * 1.25);
        style.setXAxisDecimalPattern("0");
        style.setYAxisDecimalPattern("0");
        style.setAnnotationTextFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        style.setAnnotationTextFontColor(new Color(0x444444));
        style.setAnnotationLineColor(new Color(0xBBBBBB));
        style.setAnnotationLineStroke(
                new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {4, 4}, 0));

        var limit =
                chart.addSeries("the limit", new double[] {0, end}, new double[] {TiersBench.LIMIT, TiersBench.LIMIT});
        limit.setMarker(SeriesMarkers.NONE).setLineColor(Color.DARK_GRAY).setLineWidth(1.5f);
        long[] all = new long[Objects.requireNonNull(admitted.get(Tier.CRITICAL)).length];
        admitted.values().forEach(counts -> IntStream.range(0, all.length).forEach(i -> all[i] += counts[i]));
        line(chart, "all together", all, new Color(0xAAAAAA), 1.5f);
        admitted.forEach((tier, counts) -> line(
                chart,
                tier.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                counts,
                Objects.requireNonNull(COLOURS.get(tier)),
                2.5f));

        long from = 0;
        for (TiersBench.Phase phase : TiersBench.PHASES) {
            if (from > 0) {
                chart.addAnnotation(new AnnotationLine(from, true, false));
            }
            chart.addAnnotation(
                    new AnnotationText(phase.words(), (from + phase.until()) / 2.0, TiersBench.LIMIT * 1.18, false));
            from = phase.until();
        }
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
    }

    private static void line(XYChart chart, String name, long[] counts, Color colour, float width) {
        int mean = (int) (MEAN_OF_MILLIS / TiersBench.BUCKET_MILLIS);
        double[] seconds = IntStream.range(mean, counts.length + 1)
                .mapToDouble(i -> i * TiersBench.BUCKET_MILLIS / 1000.0)
                .toArray();
        double[] rates = IntStream.range(mean, counts.length + 1)
                .mapToObj(i -> IntStream.range(i - mean, i).mapToDouble(j -> counts[j]))
                .mapToDouble(DoubleStream::sum)
                .map(sum -> sum * 1000 / MEAN_OF_MILLIS)
                .toArray();
        chart.addSeries(name, seconds, rates)
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(colour)
                .setLineWidth(width);
    }
}
