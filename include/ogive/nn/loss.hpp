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
#include <vector>

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

/// The loss of one row, and whether its greatest output is that of the label.
struct row_loss {
  double loss = 0;
  bool correct = false;
};

namespace detail {

/// log Σⱼ exp(zⱼ) − z_label of one row; out = share · (softmax(z) − onehot(label)), which may be the memory of z.
template <class T>
row_loss cross_entropy_of_row(const T* z, std::size_t classes, std::size_t label, T share, T* out) {
  using batch = ogive::detail::native_batch<T>;
  using exponential = ogive::detail::fused<exp(symbols::x)>;
  constexpr std::size_t width = ogive::detail::lanes<batch>;
  const std::size_t best = greatest(z, classes);
  const T top = z[best];
  const T at_label = z[label];
  const batch shift = ogive::detail::broadcast<batch>(static_cast<double>(top));
  T total{0};
  for (std::size_t j = 0; j < classes; j += width) {
    const std::size_t count = classes - j < width ? classes - j : width;
    const batch e = exponential::value(ogive::detail::load_partial<batch>(z + j, count, top) - shift, {});
    ogive::detail::store_partial(out + j, e, count);
  }
  for (std::size_t j = 0; j < classes; ++j) total += out[j];
  const T scale = share / total;
  for (std::size_t j = 0; j < classes; ++j) out[j] *= scale;
  out[label] -= share;
  return {std::log(static_cast<double>(total)) + static_cast<double>(top - at_label), best == label};
}

}  // namespace detail

/// log Σⱼ exp(zⱼ) − z_label for some rows of a batch, one `row_loss` each; their gradients (softmax(z) − onehot(label)) /
/// z.rows: those of the mean over the batch.
///
/// Shapes: z and gradient are rows × classes and may be the same memory, labels and losses have `rows` entries.
/// Stable: the greatest z of a row is subtracted first. A NaN in z is a NaN in the loss. Errors: a label that is no class.
template <class T>
void softmax_cross_entropy(std::type_identity_t<matrix_view<const T>> z, std::span<const std::uint8_t> labels,
                           row_range rows, matrix_view<T> gradient, std::span<row_loss> losses) {
  const T share = T{1} / static_cast<T>(z.rows);
  for (std::size_t i = rows.first; i != rows.last; ++i) {
    if (labels[i] >= z.columns) {
      ogive::detail::fail(
          "ogive::nn::softmax_cross_entropy: label %zu of row %zu but %zu outputs; give the last layer one output "
          "for each class",
          static_cast<std::size_t>(labels[i]), i, z.columns);
    }
    losses[i] = detail::cross_entropy_of_row(z.row(i), z.columns, labels[i], share, gradient.row(i));
  }
}

/// The sum of losses, in their order.
inline loss_sum sum_of(std::span<const row_loss> losses) {
  loss_sum sum;
  for (const row_loss& row : losses) sum += {row.loss, row.correct ? 1U : 0U, 1};
  return sum;
}

/// The same for a whole batch. Errors: also if there is not one label for each row.
template <class T>
loss_sum softmax_cross_entropy(std::type_identity_t<matrix_view<const T>> z, std::span<const std::uint8_t> labels,
                               matrix_view<T> gradient) {
  if (labels.size() != z.rows) {
    ogive::detail::fail("ogive::nn::softmax_cross_entropy: %zu rows but %zu labels; pass one label for each row",
                        z.rows, labels.size());
  }
  std::vector<row_loss> losses(z.rows);
  softmax_cross_entropy<T>(z, labels, {0, z.rows}, gradient, losses);
  return sum_of(losses);
}

}  // namespace ogive::nn
