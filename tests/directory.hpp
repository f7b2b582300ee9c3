// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#pragma once

namespace ogive::tests {

/// The folder of the tests' sources, which hold the reference tables. One small object knows it, so that every other
/// one is the same in any checkout and a compiler cache serves them all.
extern const char* const directory;

}  // namespace ogive::tests
