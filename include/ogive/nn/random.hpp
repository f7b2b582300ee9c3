// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A seed comes in, random numbers come out. The standard leaves its distributions to each library;
// these are fixed, so that a seed means the same numbers everywhere.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <numbers>
#include <span>
#include <utility>

namespace ogive::nn {

/// xoshiro256**: 64 random bits a call, period 2²⁵⁶ − 1, seeded by splitmix64.
///
/// Blackman, Vigna 2021, doi:10.1145/3460772.
class generator {
 public:
  explicit constexpr generator(std::uint64_t seed) {
    for (std::uint64_t& word : state_) {
      seed += 0x9e3779b97f4a7c15U;
      std::uint64_t mixed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9U;
      mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
      word = mixed ^ (mixed >> 31);
    }
  }

  /// The next 64 bits.
  constexpr std::uint64_t operator()() {
    const std::uint64_t result = rotate(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate(state_[3], 45);
    return result;
  }

  /// Uniform in [0, 1): a multiple of 2⁻⁵³, exact.
  constexpr double uniform() { return static_cast<double>((*this)() >> 11) * 0x1p-53; }

  /// Uniform in {0, …, bound − 1}, bound < 2³²; the bias is below 2⁻³².
  constexpr std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(((*this)() >> 32) * std::uint64_t{bound} >> 32);
  }

  /// Mean 0, variance 1, by Box and Muller. It calls log and cos, whose last bit may differ between C libraries.
  double normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
  }

  /// All that it is: whoever keeps it can go on from here.
  [[nodiscard]] constexpr std::array<std::uint64_t, 4> state() const { return state_; }
  explicit constexpr generator(const std::array<std::uint64_t, 4>& state) : state_(state) {}

 private:
  static constexpr std::uint64_t rotate(std::uint64_t word, int by) { return (word << by) | (word >> (64 - by)); }

  std::array<std::uint64_t, 4> state_{};
};

/// A generator for a place: a seed and some numbers that tell where it is needed. Each place has numbers of its own,
/// whatever was drawn elsewhere.
constexpr generator generator_at(std::initializer_list<std::uint64_t> place) {
  std::uint64_t mixed = 0;
  for (const std::uint64_t number : place) mixed = generator(mixed ^ number)();
  return generator(mixed);
}

/// Puts `items` into random order: Fisher and Yates, every order equally likely.
inline void shuffle(std::span<std::uint32_t> items, generator& random) {
  for (std::size_t i = items.size(); i > 1; --i) {
    std::swap(items[i - 1], items[random.below(static_cast<std::uint32_t>(i))]);
  }
}

}  // namespace ogive::nn
