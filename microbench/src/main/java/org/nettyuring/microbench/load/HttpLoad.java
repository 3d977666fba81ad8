// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import picocli.CommandLine;

/** Loads an HTTP server on this machine over kept-alive connections and prints one line of results. */
public final class HttpLoad {
    private HttpLoad() {}

    /** Exit code 0 if every response was good. */
    public static void main(String[] args) {
        final LoadCommand command = new LoadCommand(() -> new HttpProtocol("/"));
        System.exit(new CommandLine(command).setCommandName("HttpLoad").execute(args));
    }
}
