// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.util.Map;
import java.util.WeakHashMap;
import org.nettyuring.abi.Errno;

/** Ring descriptors registered per thread ({@code IORING_REGISTER_RING_FDS}). Used under the kernel's lock. */
final class RegisteredRings {
    private static final int PLACES = 16;

    private final Map<Thread, FakeRing[]> byThread = new WeakHashMap<>();

    /** Registers at an index, or anywhere if it is -1; the index or {@code -errno}. */
    int add(FakeRing ring, int index) {
        FakeRing[] places = byThread.computeIfAbsent(Thread.currentThread(), t -> new FakeRing[PLACES]);
        int place = index;
        if (place == -1) {
            place = 0;
            while (place < PLACES && places[place] != null) {
                place++;
            }
        }
        if (place < 0 || place >= PLACES || places[place] != null) {
            return -Errno.EBUSY;
        }
        places[place] = ring;
        ring.retain();
        return place;
    }

    /** False if there is none. */
    boolean remove(int index) {
        FakeRing[] places = byThread.get(Thread.currentThread());
        if (places == null || index < 0 || index >= PLACES || places[index] == null) {
            return false;
        }
        FakeRing ring = places[index];
        places[index] = null;
        ring.release();
        return true;
    }

    FakeRing get(int index) {
        FakeRing[] places = byThread.get(Thread.currentThread());
        return places == null || index < 0 || index >= PLACES ? null : places[index];
    }

    /** The ring's descriptor was closed. Linux keeps the ring until the registering thread ends; here it ends now. */
    void forget(FakeRing ring) {
        for (FakeRing[] places : byThread.values()) {
            for (int i = 0; i < PLACES; i++) {
                if (places[i] == ring) {
                    places[i] = null;
                    ring.release();
                }
            }
        }
    }
}
