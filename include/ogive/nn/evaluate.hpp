// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A network and rows come in; the probabilities of their classes go out, or loss and accuracy over all.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include <ogive/activations/rows.hpp>
#include <ogive/base/error.hpp>
#include <ogive/kernel/rows.hpp>
#include <ogive/nn/dataset.hpp>
#include <ogive/nn/loss.hpp>
#include <ogive/nn/matrix.hpp>
#include <ogive/nn/network.hpp>

namespace ogive::nn {
namespace detail {

inline constexpr std::size_t rows_of_evaluation = 64;  // at a time: small pages are enough for them

template <class Element>
void require_shape(const char* call, const labelled_rows<Element>& rows, std::size_t inputs, std::size_t outputs) {
  if (rows.rows() == 0) ogive::detail::fail("%s: there are no rows; pass at least one", call);
  if (rows.columns != inputs || rows.classes != outputs || rows.elements.size() != rows.rows() * rows.columns) {
    ogive::detail::fail(
        "%s: %zu rows of %zu elements (%zu in all) and %zu classes do not fit a network of %zu inputs and %zu outputs; "
        "make the two agree",
        call, rows.rows(), rows.columns, rows.elements.size(), rows.classes, inputs, outputs);
  }
}

/// visit(first, x, labels) for batches of rows as a network sees them, in their order.
template <class T, class Element, class Visit>
void for_each_batch(const labelled_rows<Element>& rows, const Visit& visit) {
  const std::size_t most = std::min(rows.rows(), rows_of_evaluation);
  matrix<T> x(most, rows.columns);
  std::vector<std::uint8_t> labels(most);
  std::vector<std::uint32_t> order(rows.rows());
  std::iota(order.begin(), order.end(), 0U);
  for (std::size_t first = 0; first < order.size(); first += most) {
    const std::size_t count = std::min(most, order.size() - first);
    rows.gather(std::span<const std::uint32_t>(order).subspan(first, count), x.view(), std::span(labels));
    visit(first, std::as_const(x).first_rows(count), std::span<const std::uint8_t>(labels).first(count));
  }
}

/// visit(first, outputs, labels) for batches of rows, in their order.
template <class Layers, class Element, class Visit>
void for_each_output(const char* call, const network<Layers>& net, const labelled_rows<Element>& rows,
                     const Visit& visit) {
  using T = typename network<Layers>::value_type;
  require_shape(call, rows, net.inputs(), net.outputs());
  auto tape = net.make_tape(rows_of_evaluation);
  for_each_batch<T>(rows, [&](std::size_t first, matrix_view<const T> x, std::span<const std::uint8_t> labels) {
    visit(first, net.infer(x, tape), labels);
  });
}

/// The sum of the losses of outputs that come batch by batch.
template <class T>
class loss_of_outputs {
 public:
  void add(matrix_view<const T> output, std::span<const std::uint8_t> labels) {
    if (gradient_.rows() < output.rows) gradient_ = matrix<T>(output.rows, output.columns);
    losses_.resize(output.rows);
    softmax_cross_entropy<T>(output, labels, {0, output.rows}, gradient_.first_rows(output.rows), losses_);
    sum_ += nn::sum_of(losses_);
  }
  [[nodiscard]] const loss_sum& sum() const { return sum_; }

 private:
  matrix<T> gradient_{};
  std::vector<row_loss> losses_{};
  loss_sum sum_{};
};

/// The softmax of outputs that come batch by batch.
template <class T>
class probabilities_of_outputs {
 public:
  template <class Visit>
  void visit(std::size_t first, matrix_view<const T> output, std::span<const std::uint8_t> labels,
             const Visit& visit_row) {
    if (room_.rows() < output.rows) room_ = matrix<T>(output.rows, output.columns);
    map_rows<activations::softmax>(output, room_.first_rows(output.rows));
    for (std::size_t i = 0; i != output.rows; ++i)
      visit_row(first + i, std::span<const T>(room_.first_rows(output.rows).row(i), output.columns), labels[i]);
  }

 private:
  matrix<T> room_{};
};

}  // namespace detail

/// Loss and accuracy of a network on labelled rows. Errors: shapes that do not fit, `data_error` for rows that are not
/// finite.
template <class Layers, class Element>
loss_sum evaluate(const network<Layers>& net, const labelled_rows<Element>& rows) {
  using T = typename network<Layers>::value_type;
  detail::loss_of_outputs<T> loss;
  detail::for_each_output("ogive::nn::evaluate", net, rows,
                          [&](std::size_t, matrix_view<const T> output, std::span<const std::uint8_t> labels) {
                            loss.add(output, labels);
                          });
  return loss.sum();
}

/// The same, and visit(row, probabilities, label) for each row: see `predict`.
template <class Layers, class Element, class Visit>
loss_sum evaluate(const network<Layers>& net, const labelled_rows<Element>& rows, const Visit& visit) {
  using T = typename network<Layers>::value_type;
  detail::loss_of_outputs<T> loss;
  detail::probabilities_of_outputs<T> probabilities;
  detail::for_each_output("ogive::nn::evaluate", net, rows,
                          [&](std::size_t first, matrix_view<const T> output, std::span<const std::uint8_t> labels) {
                            loss.add(output, labels);
                            probabilities.visit(first, output, labels, visit);
                          });
  return loss.sum();
}

/// visit(row, probabilities, label) for each row: softmax of the network's outputs, one number for each class.
/// Errors: those of `evaluate`.
template <class Layers, class Element, class Visit>
void predict(const network<Layers>& net, const labelled_rows<Element>& rows, const Visit& visit) {
  using T = typename network<Layers>::value_type;
  detail::probabilities_of_outputs<T> probabilities;
  detail::for_each_output("ogive::nn::predict", net, rows,
                          [&](std::size_t first, matrix_view<const T> output, std::span<const std::uint8_t> labels) {
                            probabilities.visit(first, output, labels, visit);
                          });
}

}  // namespace ogive::nn
