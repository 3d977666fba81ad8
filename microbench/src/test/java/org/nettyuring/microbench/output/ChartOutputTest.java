// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettyuring.microbench.run.KernelCounts;
import org.nettyuring.microbench.run.Outcome;
import org.nettyuring.microbench.run.RowResult;
import org.nettyuring.microbench.run.SampleRows;

class ChartOutputTest {
    private static final int OURS = 0xFF0072B2;
    private static final int EPOLL = 0xFF8D99AE;

    @TempDir
    Path folder;

    @Test
    void shouldDrawOurBarLowerThanEpollsWhereWeTakeLess() throws IOException {
        final BufferedImage image = draw(List.of(SampleRows.row("echo-64"), SampleRows.row("http-64")));
        final int ours = tallest(image, OURS);
        final int epoll = tallest(image, EPOLL);
        assertThat(epoll).isGreaterThan(100);
        assertThat((double) ours / epoll).isBetween(0.85, 0.95);
    }

    @Test
    void shouldGrowWiderWithEachRow() throws IOException {
        final List<RowResult> many =
                IntStream.range(0, 20).mapToObj(i -> SampleRows.row("row-" + i)).toList();
        assertThat(draw(many).getWidth()).isGreaterThan(draw(many.subList(0, 2)).getWidth());
    }

    @Test
    void shouldSayThatThereIsNothingToDraw() {
        final RowResult nothing = new RowResult("echo-64", "request",
                List.of(new Outcome("uring", "no kernel", List.of(), KernelCounts.NONE)));
        assertThatThrownBy(() -> draw(List.of(nothing))).isInstanceOf(IOException.class)
                .hasMessage("no chart: no row ran");
    }

    private BufferedImage draw(List<RowResult> rows) throws IOException {
        final Path file = folder.resolve("chart.png");
        ChartOutput.write(BenchRun.of(Instant.EPOCH, Map.of(), rows), file);
        return ImageIO.read(file.toFile());
    }

    /** The most pixels of that colour in one column of the picture. */
    private static int tallest(BufferedImage image, int color) {
        return IntStream.range(0, image.getWidth()).map(x -> (int) IntStream.range(0, image.getHeight())
                .filter(y -> image.getRGB(x, y) == color).count()).max().orElse(0);
    }
}
