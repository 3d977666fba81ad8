// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
/**
 * Netty's channels. What a channel does with its socket is its role, a role is made of parts, and a part has operations
 * in the kernel.
 *
 * <table>
 * <caption>Where what is</caption>
 * <tr><th>subject</th><th>begin at</th><th>and then</th></tr>
 * <tr><td>registration, close, departure</td><td>{@link AbstractIoUringChannel},
 * {@link CloseSequence}</td><td>{@link ChannelLifecycle}, {@link ChannelRole}, {@link ChannelPart},
 * {@link OperationOwner}</td></tr>
 * <tr><td>reading a stream</td><td>{@link StreamReader}</td><td>{@link StreamReceives}, {@link DescriptorReceive},
 * {@link ReceiveChoice}, {@link FragmentJoin}, {@link PeerEnd}</td></tr>
 * <tr><td>delivery to the pipeline</td><td>{@link ReadLoop}</td><td>{@link DeliveryTask},
 * {@link BufferWaiter}</td></tr>
 * <tr><td>writing a stream</td><td>{@link StreamWriter}</td><td>{@link StreamSends}, {@link BufferGatherer},
 * {@link SentMessages}, {@link WriterMode}, {@link SendStreak}, {@link ZeroCopySends}, {@link DescriptorSend}</td></tr>
 * <tr><td>files</td><td>{@link RegionSender}</td><td>{@link RoomPoll}, {@link FileRegionChunk}</td></tr>
 * <tr><td>connecting</td><td>{@link Connector}</td><td>{@link FastOpen}</td></tr>
 * <tr><td>accepting</td><td>{@link Acceptor}</td><td>{@link Listener}</td></tr>
 * <tr><td>datagrams</td><td>{@link Datagrams}</td><td>{@link DatagramReader}, {@link DatagramReceives},
 * {@link DatagramWriter}, {@link DatagramWindow}, {@link DatagramSend}, {@link FormerRemotes}, {@link SendRoom},
 * {@link Packets}</td></tr>
 * <tr><td>multicast</td><td>{@link MulticastGroups}</td><td>{@link MulticastOptions}</td></tr>
 * <tr><td>options</td><td>{@link SocketOptionTable}</td><td>{@link TcpOptions}, {@link UnixOptions},
 * {@link DatagramOptions}, {@link AbstractIoUringChannelConfig}</td></tr>
 * <tr><td>sockets and addresses</td><td>{@link Socket}</td><td>{@link SocketDomain}, {@link SocketAddresses},
 * {@link UnixAddresses}, {@link SocketErrors}</td></tr>
 * <tr><td>which loop</td><td>{@link LoopPlacement}</td><td>{@link LeastLoadedChooser}, {@link LoopMigration},
 * {@link LoopMove}, {@link LoopBalancer}, {@link BalancePlan}</td></tr>
 * <tr><td>whether it works here</td><td>{@link IoUring}</td><td>{@link AvailabilityProbe}</td></tr>
 * <tr><td>what else there is</td><td>{@link NettyTransport}</td><td>{@link TransportChoice}</td></tr>
 * </table>
 */
package org.nettyuring.channel;
