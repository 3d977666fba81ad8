// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.microbench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A keep-alive {@code GET}, answered by {@code 200} with a {@code content-length}. */
final class HttpProtocol implements LoadProtocol {
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *([0-9]+)\r");
    private static final String GOOD = "HTTP/1.1 200 ";

    private final byte[] request;

    HttpProtocol(String path) {
        request = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII);
    }

    @Override
    public byte[] request() {
        return request.clone();
    }

    @Override
    public int responseLength(ByteBuffer received) {
        final String text = US_ASCII.decode(received.duplicate()).toString();
        final int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return 0;
        }
        final Matcher length = LENGTH.matcher(text.substring(0, end + 2));
        if (!text.startsWith(GOOD) || !length.find()) {
            throw new IllegalStateException("not a 200 with a content-length: " + text.lines().findFirst().orElse(""));
        }
        return end + 4 + Integer.parseInt(length.group(1));
    }

    @Override
    public boolean looksGood(ByteBuffer received, int index) {
        return received.get(index) == 'H' && (index + 9 >= received.limit() || received.get(index + 9) == '2');
    }
}
