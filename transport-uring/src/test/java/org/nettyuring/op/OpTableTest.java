// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpTableTest {
    @Test
    void shouldFindTheOperationByItsUserData() {
        OpTable table = new OpTable(4, 16);
        ScriptedOp op = new ScriptedOp("a");

        assertTrue(table.acquire(op, 5));

        assertSame(op, table.resolve(op.userData()));
        assertEquals(1, table.inFlight());
        assertTrue(op.isPending());
    }

    @Test
    void shouldNotFindTheNextTenantByTheOldUserData() {
        OpTable table = new OpTable(1, 1);
        ScriptedOp first = new ScriptedOp("first");
        ScriptedOp second = new ScriptedOp("second");
        table.acquire(first, 0);
        long old = first.userData();
        table.release(first);

        table.acquire(second, 0);

        assertEquals(UserData.slot(old), UserData.slot(second.userData()));
        assertNotEquals(old, second.userData());
        assertNull(table.resolve(old));
        assertSame(second, table.resolve(second.userData()));
    }

    @Test
    void shouldWrapTheGenerationWithoutTouchingKindOrSlot() {
        OpTable table = new OpTable(2, 2);
        ScriptedOp op = new ScriptedOp("a");
        for (int i = 0; i < (1 << 24) + 3; i++) {
            table.acquire(op, 0);
            table.release(op);
        }

        table.acquire(op, 0);

        assertEquals(UserData.KIND_OP, UserData.kind(op.userData()));
        assertEquals(0, UserData.slot(op.userData()));
        assertSame(op, table.resolve(op.userData()));
    }

    @Test
    void shouldRefuseAtItsLimitAndTakeAgainAfterARelease() {
        OpTable table = new OpTable(1, 3);
        List<ScriptedOp> ops = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ops.add(new ScriptedOp("op " + i));
            assertTrue(table.acquire(ops.get(i), 0));
        }
        ScriptedOp refused = new ScriptedOp("refused");

        assertFalse(table.acquire(refused, 0));
        assertFalse(refused.isPending());
        table.release(ops.get(1));

        assertTrue(table.acquire(refused, 0));
        assertEquals(3, table.inFlight());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1L << 56 | 99, 2L << 56, 1L << 56 | 0xFFFF_FFFFL, 7})
    void shouldIgnoreUserDataThatIsNobodys(long userData) {
        OpTable table = new OpTable(2, 2);
        table.acquire(new ScriptedOp("a"), 0);

        Op found = table.resolve(userData);

        assertNull(found);
    }

    @Test
    void shouldKeepEveryTenantApartUnderRandomUse() {
        Random random = new Random(42);
        OpTable table = new OpTable(1, 1 << 10);
        Deque<ScriptedOp> live = new ArrayDeque<>();
        List<Long> stale = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            if (live.isEmpty() || random.nextInt(100) < 52 && live.size() < 1 << 10) {
                ScriptedOp op = new ScriptedOp("op " + i);
                assertTrue(table.acquire(op, i));
                live.add(op);
            } else {
                ScriptedOp op = random.nextBoolean() ? live.pollFirst() : live.pollLast();
                stale.add(op.userData());
                table.release(op);
            }
            assertEquals(live.size(), table.inFlight());
        }
        live.forEach(op -> assertSame(op, table.resolve(op.userData())));
        stale.forEach(userData -> assertNull(table.resolve(userData)));
    }

    @Test
    void shouldVisitWhatIsInFlightWithItsAge() {
        OpTable table = new OpTable(2, 8);
        ScriptedOp a = new ScriptedOp("a");
        ScriptedOp b = new ScriptedOp("b");
        table.acquire(a, 10);
        table.acquire(b, 20);
        table.release(a);

        List<String> seen = new ArrayList<>();
        table.forEachInFlight((op, since) -> seen.add(op.name() + "@" + since));

        assertEquals(List.of("b@20"), seen);
    }
}
