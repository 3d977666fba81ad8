// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
/**
 * Netty's event loop on one ring; knows no channel.
 *
 * <table>
 * <caption>Where what is</caption>
 * <tr><th>subject</th><th>begin at</th><th>and then</th></tr>
 * <tr><td>a turn, sleep and wake</td><td>{@link IoUringIoHandler}</td><td>{@link LoopSleep},
 * {@link WakeState}, {@link LoopTimer}, {@link TaskBatches}</td></tr>
 * <tr><td>operations in, completions out</td><td>{@link RingDriver}</td><td>{@link RingEnter},
 * {@link CompletionDispatcher}</td></tr>
 * <tr><td>priorities</td><td>{@link CompletionLanes}</td><td>{@link HeldCompletions}, {@link PriorityTasks},
 * {@link TaskLanes}</td></tr>
 * <tr><td>bells</td><td>{@link Doorbell}</td><td>{@link MessageDoorbell}, {@link EventFdDoorbell},
 * {@link LoopBells}</td></tr>
 * <tr><td>between loops</td><td>{@link RingMessages}, {@link SharedTasks}</td><td>{@link LoopWorker},
 * {@link ComputeWorker}, {@link SharedTask}</td></tr>
 * <tr><td>what a loop owns, and its end</td><td>{@link LoopResources}</td><td>{@link BufferPools}</td></tr>
 * <tr><td>handles of channels and of users</td><td>{@link IoUringIoRegistration}</td><td>{@link Registrations},
 * {@link IoUringIoOps}, {@link IoUringIoEvent}, {@link RawOp}</td></tr>
 * <tr><td>readiness of foreign descriptors</td><td>{@link IoUringPoll}</td><td>{@link PollState}</td></tr>
 * <tr><td>explicit operations</td><td>{@link RingOperations}</td><td>{@link RingOperation}, {@link OperationKind},
 * {@link Chain}, {@link StepOp}, {@link EntryGroup}, {@link Admission}</td></tr>
 * </table>
 */
package org.nettyuring.loop;
