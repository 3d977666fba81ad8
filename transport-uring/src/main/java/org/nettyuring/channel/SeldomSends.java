// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import java.util.StringJoiner;
import org.nettyuring.loop.IoUringIoRegistration;

/**
 * How a stream channel sends what most connections never do: files, buffers without a copy, descriptors; and how it
 * waits for room where the kernel is not to. Made with the first of them, so that the others do not pay for it. Loop
 * thread only.
 */
final class SeldomSends {
    private final RoomPoll room;
    private final RegionSender regions;
    private final ZeroCopySends zeroCopy;
    private final DescriptorSend descriptors;

    SeldomSends(AbstractIoUringChannel channel, StreamWriter writer) {
        room = new RoomPoll(channel, writer::onRoom);
        regions = new RegionSender(channel, writer.sending(), room);
        zeroCopy = new ZeroCopySends(channel, writer::completed);
        descriptors = new DescriptorSend(channel, res -> writer.completed(res, 1));
    }

    RoomPoll room() {
        return room;
    }

    RegionSender regions() {
        return regions;
    }

    ZeroCopySends zeroCopy() {
        return zeroCopy;
    }

    DescriptorSend descriptors() {
        return descriptors;
    }

    void attach(IoUringIoRegistration newLoop) {
        room.attach(newLoop);
        regions.attach(newLoop);
        zeroCopy.attach(newLoop);
        descriptors.attach(newLoop);
    }

    /** {@return whether the result of one is not there yet} */
    boolean isBusy() {
        return zeroCopy.isSending() || room.isWaiting() || descriptors.isSending();
    }

    /** Submissions are taken in order: the kernel has one try before it finds the cancel. */
    void cancelBehind() {
        room.cancelBehind();
        cancelSends();
    }

    /** As {@link #cancelBehind}, but for a wait for room. */
    void cancelSends() {
        zeroCopy.cancel();
        descriptors.cancel();
    }

    void describeInFlight(StringJoiner report) {
        room.describeInFlight(report);
        zeroCopy.describeInFlight(report);
        descriptors.describeInFlight(report);
    }
}
