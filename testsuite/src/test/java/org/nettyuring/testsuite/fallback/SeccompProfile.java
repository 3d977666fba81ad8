// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.fallback;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A seccomp profile as container engines read it, and the filter for x86_64 that they would make of it, for the parts
 * of the format that {@code docs/seccomp-uring.json} uses; what it does not know it refuses. The filter is linear:
 * each rule is compared in turn, and the first that matches decides.
 *
 * @param defaultAction for calls that no rule matches
 * @param defaultErrnoRet what they fail with
 * @param architectures {@code SCMP_ARCH_*}
 * @param syscalls the rules
 */
record SeccompProfile(
        String defaultAction, Integer defaultErrnoRet, List<String> architectures, List<Rule> syscalls) {
    private static final Properties NUMBERS = numbers();

    private static final int RET_ALLOW = 0x7FFF_0000;
    private static final int RET_ERRNO = 0x0005_0000;
    private static final int RET_KILL_PROCESS = 0x8000_0000;
    private static final int AUDIT_ARCH_X86_64 = 0xC000_003E;
    private static final int X32_BIT = 0x4000_0000;
    private static final int EPERM = 1;

    private static final int LOAD = 0x20;
    private static final int AND = 0x54;
    private static final int JEQ = 0x15;
    private static final int JGT = 0x25;
    private static final int JGE = 0x35;
    private static final int RET = 0x06;
    private static final int NR_OFFSET = 0;
    private static final int ARCH_OFFSET = 4;
    private static final int ARGS_OFFSET = 16;

    /** One entry of {@code syscalls}; matches if all arguments do. */
    record Rule(String comment, List<String> names, String action, Integer errnoRet, List<Argument> args) {
        int verdict() {
            return SeccompProfile.verdict(action, errnoRet);
        }
    }

    /** A condition on an argument: {@code valueTwo} is what a masked one must equal. */
    record Argument(int index, long value, long valueTwo, String op) {}

    /** Reads a profile. */
    static SeccompProfile read(Path json) throws IOException {
        return new Gson().fromJson(Files.readString(json), SeccompProfile.class);
    }

    void write(Path json) throws IOException {
        Files.writeString(json, new Gson().toJson(this));
    }

    /** {@return this profile, but these calls fail with that} */
    SeccompProfile denying(int errno, List<String> names) {
        List<Rule> rules = new ArrayList<>();
        rules.add(new Rule(null, names, "SCMP_ACT_ERRNO", errno, null));
        syscalls.forEach(rule -> rules.add(new Rule(rule.comment(),
                rule.names().stream().filter(name -> !names.contains(name)).toList(),
                rule.action(), rule.errnoRet(), rule.args())));
        return new SeccompProfile(defaultAction, defaultErrnoRet, architectures, rules);
    }

    /** {@return this profile without any rule for these calls: the default is theirs} */
    SeccompProfile without(List<String> names) {
        SeccompProfile denying = denying(EPERM, names);
        return new SeccompProfile(
                defaultAction, defaultErrnoRet, architectures, denying.syscalls.subList(1, denying.syscalls.size()));
    }

    /** {@return an array of {@code struct sock_filter}, each as one little-endian long} */
    long[] toFilter() {
        if (!architectures.contains("SCMP_ARCH_X86_64")) {
            throw new IllegalArgumentException("no rules for x86_64: " + architectures);
        }
        List<Long> program = new ArrayList<>(List.of(
                instruction(LOAD, 0, 0, ARCH_OFFSET),
                instruction(JEQ, 1, 0, AUDIT_ARCH_X86_64),
                instruction(RET, 0, 0, RET_KILL_PROCESS),
                instruction(LOAD, 0, 0, NR_OFFSET),
                instruction(JGE, 0, 1, X32_BIT),
                instruction(RET, 0, 0, RET_KILL_PROCESS)));
        for (Rule rule : syscalls) {
            for (String name : rule.names()) {
                program.addAll(instructions(number(name), rule));
            }
        }
        program.add(instruction(RET, 0, 0, verdict(defaultAction, defaultErrnoRet)));
        return program.stream().mapToLong(Long::longValue).toArray();
    }

    private static List<Long> instructions(int number, Rule rule) {
        List<Long> body = new ArrayList<>();
        List<Argument> args = rule.args() == null ? List.of() : rule.args();
        body.add(instruction(RET, 0, 0, rule.verdict()));
        for (int i = args.size() - 1; i >= 0; i--) {
            body.addAll(0, condition(args.get(i), body.size()));
        }
        List<Long> all = new ArrayList<>(List.of(
                instruction(LOAD, 0, 0, NR_OFFSET),
                instruction(JEQ, 0, body.size(), number)));
        all.addAll(body);
        return all;
    }

    /** Goes on if the argument is as it should be, else over the rest; of 32 bits, as all arguments in our rules. */
    private static List<Long> condition(Argument arg, int rest) {
        if ((arg.value() | arg.valueTwo()) >>> Integer.SIZE != 0) {
            throw new IllegalArgumentException("more than 32 bits: " + arg);
        }
        long load = instruction(LOAD, 0, 0, ARGS_OFFSET + Long.BYTES * arg.index());
        int value = (int) arg.value();
        return switch (arg.op()) {
            case "SCMP_CMP_EQ" -> List.of(load, instruction(JEQ, 0, rest, value));
            case "SCMP_CMP_GT" -> List.of(load, instruction(JGT, 0, rest, value));
            case "SCMP_CMP_LT" -> List.of(load, instruction(JGE, rest, 0, value));
            case "SCMP_CMP_MASKED_EQ" -> List.of(load, instruction(AND, 0, 0, value),
                    instruction(JEQ, 0, rest, (int) arg.valueTwo()));
            default -> throw new IllegalArgumentException("unknown: " + arg);
        };
    }

    private static long instruction(int code, int jumpTrue, int jumpFalse, int k) {
        return code | (long) jumpTrue << 16 | (long) jumpFalse << 24 | (long) k << 32;
    }

    private static int verdict(String action, Integer errno) {
        return switch (action) {
            case "SCMP_ACT_ALLOW" -> RET_ALLOW;
            case "SCMP_ACT_ERRNO" -> RET_ERRNO | (errno == null ? EPERM : errno);
            default -> throw new IllegalArgumentException("unknown action: " + action);
        };
    }

    private static int number(String name) {
        String number = NUMBERS.getProperty(name);
        if (number == null) {
            throw new IllegalArgumentException("no such system call on x86_64: " + name);
        }
        return Integer.parseInt(number);
    }

    private static Properties numbers() {
        Properties numbers = new Properties();
        try (InputStream in = SeccompProfile.class.getResourceAsStream("syscalls-x86_64.properties")) {
            numbers.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return numbers;
    }
}
