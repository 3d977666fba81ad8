// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.run;

/**
 * One row of the comparison: a server, and what a client does with it. Every transport is put to the same row.
 *
 * @param name by which it is selected
 * @param description one line for people
 * @param unit what is counted: {@code message}, {@code request}, {@code MiB} …
 * @param service what the server does, by the name that {@code BenchServer} knows
 * @param traffic what the client does
 * @param beside a second service that each transport is measured with in the same rounds; null for none
 */
public record Row(String name, String description, String unit, String service, Traffic traffic, String beside) {
    /** Makes a row without a second service. */
    public Row(String name, String description, String unit, String service, Traffic traffic) {
        this(name, description, unit, service, traffic, null);
    }

    /** {@return the same with a second service beside it} */
    public Row beside(String otherService) {
        return new Row(name, description, unit, service, traffic, otherService);
    }

    /**
     * What a client does.
     *
     * @param client its kind, by the name that the load process knows; {@link #INSIDE} for none
     * @param connections kept busy
     * @param depth requests outstanding on each
     * @param messageBytes length of a message, a file or one write, whatever the client's kind sends or asks for
     * @param idle connections opened beside and left alone
     */
    public record Traffic(String client, int connections, int depth, int messageBytes, int idle) {
        /** The server process loads itself: a row without a client. */
        public static final String INSIDE = "inside";

        /** {@return one message at a time on each connection} */
        public static Traffic of(String client, int connections, int messageBytes) {
            return new Traffic(client, connections, 1, messageBytes, 0);
        }

        /** {@return the same with so many requests outstanding on each connection} */
        public Traffic pipelined(int requests) {
            return new Traffic(client, connections, requests, messageBytes, idle);
        }

        /** {@return the same with idle connections beside} */
        public Traffic besideIdle(int idleConnections) {
            return new Traffic(client, connections, depth, messageBytes, idleConnections);
        }

        /** {@return whether there is no client} */
        public boolean isInside() {
            return client.equals(INSIDE);
        }
    }
}
