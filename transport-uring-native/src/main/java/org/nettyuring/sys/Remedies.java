// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.sys;

import static org.nettyuring.abi.Errno.EACCES;
import static org.nettyuring.abi.Errno.EADDRINUSE;
import static org.nettyuring.abi.Errno.EADDRNOTAVAIL;
import static org.nettyuring.abi.Errno.EDQUOT;
import static org.nettyuring.abi.Errno.EEXIST;
import static org.nettyuring.abi.Errno.EINVAL;
import static org.nettyuring.abi.Errno.EIO;
import static org.nettyuring.abi.Errno.ELOOP;
import static org.nettyuring.abi.Errno.EMFILE;
import static org.nettyuring.abi.Errno.ENFILE;
import static org.nettyuring.abi.Errno.ENOMEM;
import static org.nettyuring.abi.Errno.ENOPROTOOPT;
import static org.nettyuring.abi.Errno.ENOSPC;
import static org.nettyuring.abi.Errno.ENOSYS;
import static org.nettyuring.abi.Errno.EOPNOTSUPP;
import static org.nettyuring.abi.Errno.EPERM;
import static org.nettyuring.abi.Errno.EXDEV;

import java.util.List;

/** What the reader of an error can do about it: one table of errno × operation, used by every error message. */
public final class Remedies {
    private static final String ANY = "*";

    private static final String MEMLOCK = "the memory of rings and registered buffers counts against the "
            + "locked-memory limit of this user, over all processes: raise it (ulimit -l, LimitMEMLOCK= in systemd, "
            + "--ulimit memlock= in Docker), grant CAP_IPC_LOCK, or use a smaller ring or fewer buffers";

    private static final String BLOCKED = "io_uring is switched off for this process: see sysctl "
            + "kernel.io_uring_disabled (0 allows, 1 allows only CAP_SYS_ADMIN and kernel.io_uring_group, 2 forbids) "
            + "and the container's seccomp profile (the defaults of Docker 25, containerd 2 and Kubernetes "
            + "RuntimeDefault forbid io_uring: allow io_uring_setup, io_uring_enter and io_uring_register in a profile "
            + "of your own)";

    private static final String NO_KERNEL_SUPPORT = "this kernel has no io_uring (before Linux 5.1, built without "
            + "CONFIG_IO_URING, or a sandbox such as gVisor)";

    private static final String MORE_FDS = "raise the limit of open files of this process (ulimit -n, LimitNOFILE= in "
            + "systemd), or look for descriptors that are not closed";

    private static final String LOST_WRITES = "the device lost something that was written: see the kernel's log, and "
            + "write it again; a second fsync does not tell";

    private static final String DIRECT = "with O_DIRECT, memory, position and length must be multiples of the device's "
            + "block size (512 or 4096 bytes)";

    private static final String NO_OPTION = "this kernel, or this kind of socket, does not have the option";

    /**
     * One line of the table.
     *
     * @param errno positive
     * @param operation the call's man-page name, or {@link #ANY}
     * @param text what to do
     */
    private record Remedy(int errno, String operation, String text) {
        boolean matches(int otherErrno, String otherOperation) {
            return errno == otherErrno && (operation.equals(ANY) || operation.equals(otherOperation));
        }
    }

    /** The first that matches counts. */
    private static final List<Remedy> TABLE = List.of(
            new Remedy(EPERM, "io_uring_setup", BLOCKED),
            new Remedy(EACCES, "io_uring_setup", "a security module denies it: allow the io_uring class (SELinux) to "
                    + "this domain"),
            new Remedy(EACCES, "io_uring_register", "a restriction that was registered with this ring, or a seccomp or "
                    + "security-module rule, denies this opcode"),
            new Remedy(ENOMEM, "io_uring_setup", MEMLOCK),
            new Remedy(ENOMEM, "io_uring_register", MEMLOCK),
            new Remedy(ENOMEM, "mmap", "no address space or memory left: see ulimit -v, vm.max_map_count, "
                    + "vm.overcommit_memory and the container's memory limit"),
            new Remedy(ENOSYS, "io_uring_setup", NO_KERNEL_SUPPORT),
            new Remedy(EINVAL, "io_uring_setup", "this kernel does not know one of the flags, or the sizes are out of "
                    + "range (entries 1..32768, completion entries from that up to 65536)"),
            new Remedy(EINVAL, "io_uring_register", "this kernel does not know the opcode or one of its flags"),
            new Remedy(EEXIST, "io_uring_enter", "the ring belongs to another thread: with IORING_SETUP_SINGLE_ISSUER "
                    + "only the thread that enabled it may enter"),
            new Remedy(EEXIST, "io_uring_register", "already registered, or the ring belongs to another thread (with "
                    + "IORING_SETUP_SINGLE_ISSUER only the one that enabled it may register)"),
            new Remedy(EMFILE, ANY, MORE_FDS),
            new Remedy(ENFILE, ANY, "the system's table of open files is full: raise fs.file-max"),
            new Remedy(EACCES, "bind", "ports below net.ipv4.ip_unprivileged_port_start need CAP_NET_BIND_SERVICE"),
            new Remedy(EADDRINUSE, "bind", "another socket has this address: stop its owner, choose another port, "
                    + "or set SO_REUSEADDR (SO_REUSEPORT to share it)"),
            new Remedy(EADDRNOTAVAIL, "bind", "no interface of this machine has this address"),
            new Remedy(EPERM, "setsockopt", "the option needs a capability that this process does not have: grant "
                    + "CAP_NET_ADMIN"),
            new Remedy(EINVAL, "setsockopt", "the value is out of range, or comes at the wrong time (some options must "
                    + "be set before bind, listen or connect)"),
            new Remedy(ENOPROTOOPT, "setsockopt", NO_OPTION),
            new Remedy(ENOPROTOOPT, "getsockopt", NO_OPTION),
            new Remedy(EOPNOTSUPP, "setsockopt", NO_OPTION),
            new Remedy(EOPNOTSUPP, "getsockopt", NO_OPTION),
            new Remedy(EADDRNOTAVAIL, "connect", "no local port is left for this destination: see "
                    + "net.ipv4.ip_local_port_range, or bind to more local addresses"),
            new Remedy(ENOSPC, ANY, "the file system is full, or out of inodes: make room (df, df -i)"),
            new Remedy(EDQUOT, ANY, "the owner's disk quota is used up"),
            new Remedy(EIO, "fsync", LOST_WRITES),
            new Remedy(EIO, "close", LOST_WRITES),
            new Remedy(EINVAL, "read", DIRECT),
            new Remedy(EINVAL, "readv", DIRECT),
            new Remedy(EINVAL, "write", DIRECT),
            new Remedy(EINVAL, "writev", DIRECT),
            new Remedy(EXDEV, "openat2", "the path leaves the directory, or the mount, that the open option keeps it "
                    + "in"),
            new Remedy(ELOOP, "openat2", "a symbolic link is in the way, which the open option forbids, or links go in "
                    + "a circle"),
            new Remedy(EXDEV, "renameat2", "the two names are on different file systems: copy the file"));

    private Remedies() {}

    /**
     * Looks the remedy up.
     *
     * @param operation the call's man-page name, e.g. {@code "io_uring_setup"}
     * @param errno the positive error number
     * @return what to do, or empty if nothing is known
     */
    public static String of(String operation, int errno) {
        for (Remedy remedy : TABLE) {
            if (remedy.matches(errno, operation)) {
                return remedy.text();
            }
        }
        return "";
    }

    /**
     * The failure with its remedy.
     *
     * @param operation the call's man-page name
     * @param object what it was applied to; may be empty
     * @param errno the positive error number
     * @return to be thrown
     */
    public static ErrnoException exception(String operation, String object, int errno) {
        return new ErrnoException(operation, object, errno, of(operation, errno));
    }
}
