// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. The network's last outputs and the labels come in; the loss, its gradient and the number of right
// answers go out.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

#include <ogive/activations/losses.hpp>
#include <ogive/base/error.hpp>
#include <ogive/expr/symbols.hpp>
#include <ogive/kernel/rows.hpp>
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

/// The loss of some rows of a batch, activations::cross_entropy of z and the labels, one `row_loss` each; their
/// gradients by z, (softmax(z) − target) / z.rows: those of the mean over the batch.
///
/// Shapes: z and gradient are rows × classes and lie apart, labels and losses have `rows` entries. `label_smoothing` is
/// that of the catalogue's formula. A NaN in z is a NaN in the loss. Errors: a label that is no class.
template <class T>
void softmax_cross_entropy(std::type_identity_t<matrix_view<const T>> z, std::span<const std::uint8_t> labels,
                           row_range rows, matrix_view<T> gradient, std::span<row_loss> losses,
                           double label_smoothing = 0) {
  constexpr std::size_t most = 64;  // rows at a time, whose losses wait on the stack
  std::array<T, most> values;
  T share = T{1} / static_cast<T>(z.rows);
  for (std::size_t first = rows.first; first < rows.last; first += most) {
    const std::size_t count = std::min(most, rows.last - first);
    // the gradient's memory holds the targets first: the distributions that the labels mean
    for (std::size_t i = first; i != first + count; ++i) {
      if (labels[i] >= z.columns) {
        ogive::detail::fail(
            "ogive::nn::softmax_cross_entropy: label %zu of row %zu but %zu outputs; give the last layer one output "
            "for each class",
            static_cast<std::size_t>(labels[i]), i, z.columns);
      }
      std::fill_n(gradient.row(i), z.columns, T{0});
      gradient(i, labels[i]) = 1;
    }
    const matrix_view<const T> logits{z.row(first), count, z.columns, z.stride};
    const matrix_view<T> targets{gradient.row(first), count, z.columns, gradient.stride};
    map_rows_with_gradient<activations::cross_entropy>(
        logits, targets, matrix_view<T>{&share, count, 1, 0}, matrix_view<T>{values.data(), count, 1, 1}, targets,
        symbols::param<"label_smoothing"> = static_cast<T>(label_smoothing));
    for (std::size_t k = 0; k != count; ++k) {
      losses[first + k] = {static_cast<double>(values[k]), greatest(logits.row(k), z.columns) == labels[first + k]};
    }
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
                               matrix_view<T> gradient, double label_smoothing = 0) {
  if (labels.size() != z.rows) {
    ogive::detail::fail("ogive::nn::softmax_cross_entropy: %zu rows but %zu labels; pass one label for each row",
                        z.rows, labels.size());
  }
  std::vector<row_loss> losses(z.rows);
  softmax_cross_entropy<T>(z, labels, {0, z.rows}, gradient, losses, label_smoothing);
  return sum_of(losses);
}

}  // namespace ogive::nn
