# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: 2026 the ogive founders
# A toolchain file: builds for AArch64 on another Linux machine with Debian's g++-aarch64-linux-gnu, and runs what is
# built, tests included, with qemu-user. Preset `neon`.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64 -L /usr/aarch64-linux-gnu)

# Libraries that are headers alone serve every processor: their packages on this machine will do. The compiler looks
# into /usr/include by itself, behind the folders of its own C library; CMake knows and does not name it again.
file(GLOB packages /usr/lib/${CMAKE_HOST_SYSTEM_PROCESSOR}-linux-gnu/cmake)
list(APPEND CMAKE_PREFIX_PATH ${packages})
