// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.loop;

import java.util.ArrayList;
import java.util.List;

/**
 * The registrations of one loop: an intrusive list, so that a connection's coming and going costs no map. Loop thread.
 */
final class Registrations {
    private IoUringIoRegistration head;
    private int size;

    void add(IoUringIoRegistration registration) {
        registration.next = head;
        if (head != null) {
            head.previous = registration;
        }
        head = registration;
        size++;
    }

    void remove(IoUringIoRegistration registration) {
        if (registration.previous != null) {
            registration.previous.next = registration.next;
        } else {
            head = registration.next;
        }
        if (registration.next != null) {
            registration.next.previous = registration.previous;
        }
        registration.previous = null;
        registration.next = null;
        size--;
    }

    int size() {
        return size;
    }

    /** {@return the handles now; they may come and go while the caller walks the list} */
    List<IoUringIoHandle> handles() {
        List<IoUringIoHandle> handles = new ArrayList<>(size);
        for (IoUringIoRegistration r = head; r != null; r = r.next) {
            handles.add(r.handle);
        }
        return handles;
    }
}
