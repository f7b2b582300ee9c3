// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. The network's last outputs and the labels come in; the loss, its gradient and the number of right
// answers go out.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include <ogive/base/error.hpp>
#include <ogive/expr/language.hpp>
#include <ogive/expr/symbols.hpp>
#include <ogive/kernel/fused.hpp>
#include <ogive/kernel/register.hpp>
#include <ogive/nn/matrix.hpp>

namespace ogive::nn {

/// A loss over some rows: sums, so that batches of different sizes add up.
struct loss_sum {
  double loss = 0;
  std::size_t correct = 0;  ///< rows whose greatest output is that of the label
  std::size_t rows = 0;

  loss_sum& operator+=(const loss_sum& other) {
    loss += other.loss;
    correct += other.correct;
    rows += other.rows;
    return *this;
  }
  [[nodiscard]] double mean_loss() const { return rows == 0 ? 0 : loss / static_cast<double>(rows); }
  [[nodiscard]] double accuracy() const {
    return rows == 0 ? 0 : static_cast<double>(correct) / static_cast<double>(rows);
  }
};

/// The place of the greatest of `count` numbers, the first if there are several.
template <class T>
std::size_t greatest(const T* numbers, std::size_t count) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < count; ++i) {
    if (numbers[best] < numbers[i]) best = i;
  }
  return best;
}

/// log Σⱼ exp(zⱼ) − z_label, summed over the rows; its gradient (softmax(z) − onehot(label)) / rows: that of the mean.
///
/// Shapes: z and gradient are rows × classes and may be the same memory, labels has `rows` entries below `classes`.
/// Stable: the greatest z of a row is subtracted first. A NaN in z is a NaN in the loss.
template <class T>
loss_sum softmax_cross_entropy(std::type_identity_t<matrix_view<const T>> z, std::span<const std::uint8_t> labels,
                               matrix_view<T> gradient) {
  using batch = ogive::detail::native_batch<T>;
  using exponential = ogive::detail::fused<exp(symbols::x)>;
  constexpr std::size_t width = ogive::detail::lanes<batch>;
  if (labels.size() != z.rows) {
    ogive::detail::fail("ogive::nn::softmax_cross_entropy: %zu rows but %zu labels; pass one label for each row",
                        z.rows, labels.size());
  }
  loss_sum sum;
  const T share = T{1} / static_cast<T>(z.rows);
  for (std::size_t i = 0; i != z.rows; ++i) {
    const T* const row = z.row(i);
    T* const out = gradient.row(i);
    const std::size_t label = labels[i];
    if (label >= z.columns) {
      ogive::detail::fail(
          "ogive::nn::softmax_cross_entropy: label %zu of row %zu but %zu outputs; give the last layer one output "
          "for each class",
          label, i, z.columns);
    }
    const std::size_t best = greatest(row, z.columns);
    const T top = row[best];
    const T at_label = row[label];
    const batch shift = ogive::detail::broadcast<batch>(static_cast<double>(top));
    T total{0};
    for (std::size_t j = 0; j < z.columns; j += width) {
      const std::size_t count = z.columns - j < width ? z.columns - j : width;
      const batch e = exponential::value(ogive::detail::load_partial<batch>(row + j, count, top) - shift, {});
      ogive::detail::store_partial(out + j, e, count);
    }
    for (std::size_t j = 0; j < z.columns; ++j) total += out[j];
    const T scale = share / total;
    for (std::size_t j = 0; j < z.columns; ++j) out[j] *= scale;
    out[label] -= share;
    sum.loss += std::log(static_cast<double>(total)) + static_cast<double>(top - at_label);
    sum.correct += best == label ? 1U : 0U;
  }
  sum.rows = z.rows;
  return sum;
}

}  // namespace ogive::nn
