// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.abi;

/**
 * The completion queue entry. Offsets and sizes in bytes.
 *
 * <pre>{@code
 * struct io_uring_cqe {
 *     __u64 user_data;
 *     __s32 res;
 *     __u32 flags;
 *     __u64 big_cqe[];
 * };
 * }</pre>
 */
public final class CqeLayout {
    public static final int USER_DATA_OFFSET = 0;
    public static final int RES_OFFSET = 8;
    public static final int FLAGS_OFFSET = 12;
    public static final int BIG_CQE_OFFSET = 16;
    public static final int SIZE = 16;

    private CqeLayout() {}
}
