// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.nettyuring.sys.NativeSyscalls;

/**
 * The jar's main class: says what io_uring offers to this process, what is used of it, and why not the rest. Exits with
 * 0 if it is usable, 1 if with less than usual, 2 if not at all.
 */
public final class Doctor {
    private Doctor() {}

    /**
     * Prints the report and exits.
     *
     * @param args none
     */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, Charset.defaultCharset()));
        System.exit(examine(out));
    }

    /**
     * Prints the report.
     *
     * @param out flushed, not closed
     * @return the exit code
     */
    static int examine(PrintWriter out) {
        HostFacts host = HostFacts.read(Path.of("/"), System.getenv());
        Diagnosis diagnosis = Diagnosis.make(host, JvmFacts.read(), NativeSyscalls::get);
        new DoctorReport(out).print(diagnosis);
        return diagnosis.verdict().exitCode();
    }
}
