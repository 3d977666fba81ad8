// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.nettyuring.file.FileOpener;
import org.nettyuring.file.IoUringFile;
import org.nettyuring.file.IoUringOpenOption;

/** A file of a {@link FileSimulation} past the page cache: what is not aligned is refused before the kernel sees it. */
final class DirectFile {
    private static final String PATH = "/direct";
    private static final int SECTOR_BYTES = 512;
    private static final int SECTORS = 4;

    private final FileSimulation simulation;
    private IoUringFile file;
    private boolean busy;

    DirectFile(FileSimulation simulation) {
        this.simulation = simulation;
        simulation.kernel().fileSystem().put(PATH, new byte[SECTORS * SECTOR_BYTES]);
    }

    /** Opens it, or reads, aligned or not. */
    void act() {
        if (busy) {
            return;
        }
        busy = true;
        boolean aligned = simulation.random().nextBoolean();
        if (file == null) {
            open();
        } else if (simulation.random().nextBoolean()) {
            Future<ByteBuf> read = file.read(aligned ? SECTOR_BYTES : 1L, 2 * SECTOR_BYTES);
            expect(read, aligned);
            read.addListener(done -> {
                if (done.isSuccess()) {
                    read.getNow().release();
                }
            });
        } else {
            ByteBuf src = simulation.kernel().allocator().directBuffer(SECTOR_BYTES).writeZero(SECTOR_BYTES);
            expect(file.writeFully(src, SECTOR_BYTES - 1), false);
        }
    }

    private void open() {
        Future<IoUringFile> opened = FileOpener.defaults().withAllocator(simulation.kernel().allocator())
                .open(simulation.loop().eventLoop(), Path.of(PATH), StandardOpenOption.READ, StandardOpenOption.WRITE,
                        IoUringOpenOption.DIRECT);
        opened.addListener(done -> file = done.isSuccess() ? opened.getNow() : null);
        expect(opened, true);
    }

    private void expect(Future<?> future, boolean taken) {
        future.addListener(done -> {
            busy = false;
            boolean refused = done.cause() instanceof IllegalArgumentException;
            if (refused == taken || !done.isSuccess() && !refused && !FileSimulation.isPlayed(done.cause())) {
                simulation.failed(new AssertionError("direct I/O: " + future));
            }
        });
    }

    void close() {
        if (file != null) {
            file.close();
        }
    }
}
