// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.SOL_SOCKET;
import static org.nettyuring.abi.SocketConstants.SO_PEERCRED;

import io.netty.channel.ChannelException;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import org.nettyuring.abi.SocketLayouts.Ucred;

/**
 * Makes Netty's {@link PeerCredentials} without Netty's native library. Their constructor is for that library only, so
 * it is taken through a private lookup; in named modules Netty's has to be open for that.
 */
final class PeerCredentialsFactory {
    private static final SocketOption<PeerCredentials> PEERCRED = new SocketOption<>("SO_PEERCRED", SOL_SOCKET,
            SO_PEERCRED, new OptionFormat<>(Ucred.SIZE, PeerCredentialsFactory::read, PeerCredentialsFactory::refuse));
    private static final MethodHandle CONSTRUCTOR;
    private static final ReflectiveOperationException UNAVAILABILITY;

    static {
        MethodHandle constructor = null;
        ReflectiveOperationException unavailability = null;
        try {
            constructor = MethodHandles.privateLookupIn(PeerCredentials.class, MethodHandles.lookup())
                    .findConstructor(PeerCredentials.class,
                            MethodType.methodType(void.class, int.class, int.class, int[].class));
        } catch (ReflectiveOperationException e) {
            unavailability = e;
        }
        CONSTRUCTOR = constructor;
        UNAVAILABILITY = unavailability;
    }

    private PeerCredentialsFactory() {}

    /**
     * {@return who made the other end, when it connected or listened} One system call.
     *
     * @throws IOException if the kernel refuses, or the socket is closed
     * @throws UnsupportedOperationException if Netty's module is closed to this one
     */
    static PeerCredentials of(Socket socket) throws IOException {
        if (CONSTRUCTOR == null) {
            throw new UnsupportedOperationException("peer credentials: run with --add-opens "
                    + PeerCredentials.class.getModule().getName() + "/" + PeerCredentials.class.getPackageName() + "="
                    + PeerCredentialsFactory.class.getModule().getName(), UNAVAILABILITY);
        }
        try {
            return socket.getOption(PEERCRED);
        } catch (ChannelException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
        }
    }

    private static PeerCredentials read(ByteBuffer ucred) {
        try {
            return (PeerCredentials) CONSTRUCTOR.invokeExact(
                    ucred.getInt(Ucred.PID_OFFSET),
                    ucred.getInt(Ucred.UID_OFFSET),
                    new int[] {ucred.getInt(Ucred.GID_OFFSET)});
        } catch (Throwable e) {
            throw new IllegalStateException("three numbers", e); // the constructor only keeps them
        }
    }

    private static void refuse(ByteBuffer ucred, PeerCredentials credentials) {
        throw new UnsupportedOperationException("SO_PEERCRED cannot be set");
    }
}
