// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
/**
 * One io_uring, as liburing has it: no operation and no loop is known here.
 *
 * <table>
 * <caption>Where what is</caption>
 * <tr><th>subject</th><th>begin at</th><th>and then</th></tr>
 * <tr><td>a ring and the one door</td><td>{@link Ring}</td><td>{@link RingParts}, {@link RingSetup},
 * {@link RingMemory}, {@link EnterArgument}</td></tr>
 * <tr><td>queues</td><td>{@link SubmissionQueue}, {@link CompletionQueue}</td><td>{@link CqeBatch}</td></tr>
 * <tr><td>preparing an entry</td><td>{@link Sqe}</td><td>{@link TransferPreps}, {@link SocketPreps},
 * {@link FilePreps}, {@link PathPreps}, {@link ControlPreps}, {@link ProcessPreps}</td></tr>
 * <tr><td>what this kernel can do</td><td>{@link CapabilityProbe}</td><td>{@link CapabilityTrials}, {@link Feature},
 * {@link FeatureSwitches}, {@link RingCapabilities}</td></tr>
 * <tr><td>registered resources</td><td>{@link BufferRing}</td><td>{@link BufferTable}, {@link FileTable},
 * {@link RegisterArgument}</td></tr>
 * <tr><td>what is missing, and the remedy</td><td>{@link Doctor}</td><td>{@link Diagnosis}, {@link HostFacts},
 * {@link JvmFacts}, {@link Findings}, {@link DoctorReport}, {@link DoctorJson}</td></tr>
 * </table>
 */
package org.nettyuring.ring;
