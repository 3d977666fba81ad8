// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import java.util.ArrayList;
import java.util.List;
import org.nettyuring.ring.Sqe;

/** An operation that does nothing and remembers its completions. */
public final class ScriptedOp extends Op {
    /** Results delivered so far. */
    public final List<Integer> results = new ArrayList<>();
    private final String name;

    /**
     * Makes an idle operation.
     *
     * @param name for messages
     */
    public ScriptedOp(String name) {
        this.name = name;
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        sqe.prepNop();
        return true;
    }

    @Override
    protected void onCompletion(int res, int flags) {
        results.add(res);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Object owner() {
        return "test";
    }
}
