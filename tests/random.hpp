// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Random bits that are the same in every run and on every machine (splitmix64).
#pragma once

#include <cstdint>

/// How far the state moves for each number.
inline constexpr std::uint64_t random_step = 0x9e3779b97f4a7c15;

/// A mix of the bits of a number.
inline std::uint64_t mixed(std::uint64_t z) {
  z += random_step;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111eb;
  return z ^ (z >> 31U);
}

inline std::uint64_t next_random(std::uint64_t& state) {
  const std::uint64_t bits = mixed(state);
  state += random_step;
  return bits;
}
