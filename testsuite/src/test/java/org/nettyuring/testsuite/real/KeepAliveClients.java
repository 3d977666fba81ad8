// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;

/**
 * Many connections that ask, wait for the whole echo, and ask again; by blocking sockets, which cost little. Each
 * thread asks on all of its connections and then collects all answers, so that the server always has something to do.
 */
final class KeepAliveClients implements AutoCloseable {
    private static final int THREADS = 4;
    /** An answer that takes longer is a lost one. */
    private static final int LONGEST_ANSWER_MS = 30_000;
    private static final long LONGEST_RUN_MINUTES = 4;

    private final List<List<Socket>> connections = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    /**
     * Connects.
     *
     * @param factory of plain sockets or of those of TLS
     * @param server the echo server
     * @param count connections, a multiple of the number of threads
     */
    KeepAliveClients(SocketFactory factory, InetSocketAddress server, int count) throws IOException {
        for (int thread = 0; thread < THREADS; thread++) {
            List<Socket> ofThread = new ArrayList<>();
            connections.add(ofThread);
            for (int i = 0; i < count / THREADS; i++) {
                Socket socket = factory.createSocket(server.getAddress(), server.getPort());
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(LONGEST_ANSWER_MS);
                ofThread.add(socket);
            }
        }
    }

    /**
     * Asks, and returns when all is answered; an answer that is missing or wrong is an exception that names it.
     *
     * @param requests on each connection
     * @param bytes of each request
     * @return answers received
     */
    int ask(int requests, int bytes) throws Exception {
        List<Callable<Integer>> work = new ArrayList<>();
        for (List<Socket> ofThread : connections) {
            work.add(() -> ask(ofThread, requests, bytes));
        }
        int answers = 0;
        for (Future<Integer> result : threads.invokeAll(work, LONGEST_RUN_MINUTES, TimeUnit.MINUTES)) {
            answers += result.get();
        }
        return answers;
    }

    private static int ask(List<Socket> sockets, int requests, int bytes) throws IOException {
        byte[] request = new byte[bytes];
        int answers = 0;
        for (int round = 0; round < requests; round++) {
            for (int i = 0; i < bytes; i++) {
                request[i] = (byte) (round + i);
            }
            for (Socket socket : sockets) {
                socket.getOutputStream().write(request);
            }
            for (Socket socket : sockets) {
                byte[] answer = read(socket, bytes, round);
                assertThat(answer).as("answer %d on %s", round, socket).isEqualTo(request);
                answers++;
            }
        }
        return answers;
    }

    private static byte[] read(Socket socket, int bytes, int round) throws IOException {
        try {
            return socket.getInputStream().readNBytes(bytes);
        } catch (IOException e) {
            throw new IOException("answer " + round + " on " + socket + " is missing", e);
        }
    }

    @Override
    public void close() throws IOException {
        for (List<Socket> ofThread : connections) {
            for (Socket socket : ofThread) {
                socket.close();
            }
        }
        threads.shutdownNow();
    }
}
