// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.output;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.nettyuring.microbench.run.Outcome;
import org.nettyuring.microbench.run.RowResult;
import org.nettyuring.microbench.run.Window;

/** A run as a picture: a group of bars per row, a bar per transport, as high as its CPU per request over epoll's. */
public final class ChartOutput {
    private static final int HEIGHT = 480;
    private static final int FRAME_WIDTH = 160;
    private static final int ROW_WIDTH = 90;
    private static final int LEAST_WIDTH = 640;
    private static final int MANY_ROWS = 8;
    private static final Color OTHERS = new Color(0x66, 0x66, 0x66);
    /** Told apart in print and by those who see red and green alike. */
    private static final Map<String, Color> COLORS = Map.of(
            "nio", new Color(0xBB, 0xBB, 0xBB),
            "epoll", new Color(0x8D, 0x99, 0xAE),
            "netty-uring", new Color(0xE6, 0x9F, 0x00),
            "epoll-recvmmsg", new Color(0x5A, 0x65, 0x78),
            "netty-uring-bufring", new Color(0xCC, 0x79, 0x00),
            "uring", new Color(0x00, 0x72, 0xB2),
            "uring-spin", new Color(0x56, 0xB4, 0xE9),
            "c-uring", new Color(0x33, 0x33, 0x33));

    private ChartOutput() {}

    /**
     * Writes a PNG; needs no display.
     *
     * @throws IOException if there is nothing to draw, the JVM cannot draw, or the file cannot be written
     */
    public static void write(BenchRun run, Path file) throws IOException {
        System.setProperty("java.awt.headless", "true");
        final List<RowResult> rows = run.rows().stream().filter(row -> !row.ran().isEmpty()).toList();
        if (rows.isEmpty()) {
            throw new IOException("no chart: no row ran");
        }
        try {
            final BufferedImage image = BitmapEncoder.getBufferedImage(chart(run, rows));
            if (!ImageIO.write(image, "png", file.toFile())) {
                throw new IOException("no chart: this JVM writes no PNG");
            }
        } catch (LinkageError | InternalError e) {
            throw new IOException("no chart: this JVM draws no text, perhaps for want of fonts (fontconfig): " + e, e);
        }
    }

    private static CategoryChart chart(BenchRun run, List<RowResult> rows) {
        final CategoryChart chart = new CategoryChartBuilder()
                .width(Math.max(LEAST_WIDTH, FRAME_WIDTH + rows.size() * ROW_WIDTH)).height(HEIGHT)
                .title("Server CPU per request, " + rows.get(0).base().transport() + " = 1: lower is better")
                .xAxisTitle("%s cores (%s), Linux %s, JDK %s, loopback".formatted(run.machine().get("cores"),
                        run.machine().get("cpu_model"), run.machine().get("kernel"), run.machine().get("jdk")))
                .yAxisTitle("of " + rows.get(0).base().transport()).build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE)
                .setChartBackgroundColor(Color.WHITE).setPlotBorderVisible(false);
        chart.getStyler().setAvailableSpaceFill(0.8);
        chart.getStyler().setXAxisLabelRotation(rows.size() > MANY_ROWS ? 45 : 0);
        chart.getStyler().setYAxisDecimalPattern("0.0").setYAxisMin(0.0);
        final List<String> names = rows.stream().map(RowResult::row).toList();
        for (String transport : transports(rows)) {
            final CategorySeries series = chart.addSeries(transport, names, heights(rows, transport));
            series.setFillColor(COLORS.getOrDefault(transport, OTHERS));
        }
        return chart;
    }

    private static Set<String> transports(List<RowResult> rows) {
        final Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> row.ran().stream().map(Outcome::transport)
                .filter(name -> !RowResult.isBeside(name)).forEach(names::add));
        return names;
    }

    /** One for each row; 0 where the transport did not run. */
    private static List<Double> heights(List<RowResult> rows, String transport) {
        final List<Double> heights = new ArrayList<>();
        for (RowResult row : rows) {
            heights.add(row.ran().stream().filter(one -> one.transport().equals(transport)).findFirst()
                    .map(one -> ratio(row, one)).orElse(0.0));
        }
        return heights;
    }

    private static double ratio(RowResult row, Outcome one) {
        final double median = row.ratio(one, Window::cpuMicros).median();
        return Double.isFinite(median) ? median : 0;
    }
}
