// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import picocli.CommandLine;

/** Loads an echo server on this machine with 64-byte messages and prints one line of results. */
public final class EchoLoad {
    private static final int MESSAGE_BYTES = 64;

    private EchoLoad() {}

    /** Exit code 0 if every message came back. */
    public static void main(String[] args) {
        final LoadCommand command = new LoadCommand(() -> new EchoProtocol(MESSAGE_BYTES));
        System.exit(new CommandLine(command).setCommandName("EchoLoad").execute(args));
    }
}
