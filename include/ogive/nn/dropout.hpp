// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. The tape of a layer after forward comes in, and a share; that share of its outputs becomes zero and the
// others grow, with all their derivatives.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

#include <ogive/nn/dense.hpp>
#include <ogive/nn/matrix.hpp>
#include <ogive/nn/random.hpp>

namespace ogive::nn {

/// y ← y·m / (1 − share) with m = 0 for a share of the outputs and 1 for the others, by chance: inverted dropout, so
/// that inference needs nothing.
///
/// f' and ∂f/∂p in the tape are multiplied as y is. What becomes of an output depends on seed, step, layer, row and
/// column alone: not on threads, and not on what was drawn before. The share is a multiple of 2⁻¹⁶.
/// Srivastava et al. 2014, JMLR 15.
template <class T>
void drop_out(dense_tape<T>& tape, bool is_identity, row_range rows, double share, std::uint64_t seed,
              std::uint64_t step, std::size_t layer) {
  const std::uint32_t limit = static_cast<std::uint32_t>(std::lround(share * 0x1p16));
  const T kept = T{1} / (T{1} - static_cast<T>(limit) * T{0x1p-16f});
  tape.is_masked = true;
  for (std::size_t row = rows.first; row != rows.last; ++row) {
    generator random = generator_at({seed, step, layer, row});
    std::uint64_t bits = 0;
    for (std::size_t j = 0; j != tape.output.columns(); ++j) {
      bits = j % 4 == 0 ? random() : bits >> 16;
      const T factor = (bits & 0xffff) < limit ? T{0} : kept;
      tape.output(row, j) *= factor;
      if (is_identity) tape.delta(row, j) = factor;
      else tape.delta(row, j) *= factor;
      for (matrix<T>& slopes : tape.parameter_slopes) slopes(row, j) *= factor;
    }
  }
}

}  // namespace ogive::nn
