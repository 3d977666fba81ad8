// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScratchDirectoryTest {
    @Test
    void shouldGoWithAllThatIsInIt() throws IOException {
        final Path path;
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            path = directory.path();
            Files.writeString(path.resolve("file"), "content");
            assertThat(path).isDirectory();
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void shouldBeClosedTwiceWithoutComplaint() throws IOException {
        final ScratchDirectory directory = ScratchDirectory.create();
        directory.close();
        directory.close();
        assertThat(directory.path()).doesNotExist();
    }
}
