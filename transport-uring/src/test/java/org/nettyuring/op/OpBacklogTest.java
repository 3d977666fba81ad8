// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OpBacklogTest {
    private final OpBacklog backlog = new OpBacklog();
    private final ScriptedOp a = new ScriptedOp("a");
    private final ScriptedOp b = new ScriptedOp("b");
    private final ScriptedOp c = new ScriptedOp("c");

    @Test
    void shouldGiveBackInOrder() {
        backlog.add(a);
        backlog.add(b);
        assertSame(a, backlog.poll());
        backlog.add(c);

        assertSame(b, backlog.poll());
        assertSame(c, backlog.poll());
        assertNull(backlog.poll());
        assertTrue(backlog.isEmpty());
        assertEquals(0, backlog.size());
    }

    @Test
    void shouldKeepTheOrderWhenTheFirstIsPutBack() {
        backlog.add(a);
        backlog.add(b);

        backlog.addFirst(backlog.poll());

        assertSame(a, backlog.poll());
        assertSame(b, backlog.poll());
        assertTrue(backlog.isEmpty());
    }

    @Test
    void shouldPutBackIntoAnEmptyBacklog() {
        backlog.add(a);
        backlog.addFirst(backlog.poll());
        backlog.add(b);

        assertSame(a, backlog.poll());
        assertSame(b, backlog.poll());
    }

    @Test
    void shouldTellOnceThatAWaitingOperationWasCancelled() {
        backlog.add(a);

        assertTrue(backlog.cancel(a));
        assertFalse(backlog.cancel(b));
        assertTrue(a.isPending());

        Op polled = backlog.poll();
        assertTrue(backlog.consumeCancelled(polled));
        assertFalse(backlog.consumeCancelled(polled));
        assertFalse(polled.isPending());
    }
}
