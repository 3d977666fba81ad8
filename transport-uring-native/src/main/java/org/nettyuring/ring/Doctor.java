// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.nettyuring.sys.NativeSyscalls;

/**
 * The jar's main class: says what io_uring offers to this process, what is used of it, why not the rest, and what to
 * do about it. Exits with 0 if it is usable, 1 if with less than usual, 2 if not at all, 64 for arguments that it does
 * not know.
 */
public final class Doctor {
    private static final int BAD_USAGE = 64;
    private static final String PROFILE = "seccomp-uring.json";
    private static final String USAGE = """
            usage: java -jar transport-uring-native-VERSION-doctor.jar [--json | --seccomp-profile | --help]

              (nothing)          what io_uring offers to this process, what is used of it, why not the rest, and what
                                 to do about it
              --json             the same for programs
              --seccomp-profile  a seccomp profile that allows io_uring, for docker, podman and Kubernetes

            exit codes: 0 io_uring is usable, 1 it is, but with less than usual, 2 it is not, 64 unknown arguments
            """;

    private Doctor() {}

    /**
     * Prints the report and exits.
     *
     * @param args {@code --json}, {@code --seccomp-profile}, {@code --help}, or none
     */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        int exitCode = run(args, out);
        out.flush();
        System.exit(exitCode);
    }

    private static int run(String[] args, PrintWriter out) {
        String argument = args.length == 0 ? "" : args[0];
        switch (args.length > 1 ? "too many" : argument) {
            case "":
                return examine(out, false);
            case "--json":
                return examine(out, true);
            case "--seccomp-profile":
                out.print(seccompProfile());
                return 0;
            case "--help":
                out.print(USAGE);
                return 0;
            default:
                out.print("doctor: " + String.join(" ", args) + "?\n" + USAGE);
                return BAD_USAGE;
        }
    }

    private static int examine(PrintWriter out, boolean json) {
        HostFacts host = HostFacts.read(Path.of("/"), System.getenv());
        Diagnosis diagnosis = Diagnosis.make(host, JvmFacts.read(), NativeSyscalls::get);
        if (json) {
            DoctorJson.print(out, diagnosis);
        } else {
            new DoctorReport(out).print(diagnosis);
        }
        return diagnosis.verdict().exitCode();
    }

    private static String seccompProfile() {
        try (InputStream profile = Doctor.class.getResourceAsStream(PROFILE)) {
            return new String(profile.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("this jar is broken: " + PROFILE, e);
        }
    }
}
