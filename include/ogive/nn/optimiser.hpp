// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A parameter, its gradient and its moments come in, one batch of them each; the next ones go out.
// An optimiser is a formula for one step, so that it can run where the gradient is made: in the product's epilogue.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include <ogive/base/config.hpp>
#include <ogive/kernel/register.hpp>
#include <ogive/nn/matrix.hpp>
#include <ogive/nn/panels.hpp>

namespace ogive::nn {
namespace detail {

template <class V>
struct sgd_step {
  V momentum;
  V of_velocity;  // the rate, and with Nesterov's step rate · μ
  V of_gradient;  // 0, and with Nesterov's step the rate

  [[nodiscard]] V operator()(V parameter, V gradient, std::array<V, 1>& moments) const {
    using ogive::detail::negate_multiply_add;
    moments[0] = ogive::detail::multiply_add(momentum, moments[0], gradient);
    return negate_multiply_add(of_velocity, moments[0], negate_multiply_add(of_gradient, gradient, parameter));
  }
};

template <class V>
struct adam_step {
  V rate;          // rate / (1 − β₁ᵗ)
  V decay_first;   // β₁
  V fresh_first;   // 1 − β₁
  V decay_second;  // β₂
  V fresh_second;  // 1 − β₂
  V correction;    // 1 / √(1 − β₂ᵗ)
  V epsilon;

  [[nodiscard]] V operator()(V parameter, V gradient, std::array<V, 2>& moments) const {
    using ogive::detail::multiply_add;
    moments[0] = multiply_add(decay_first, moments[0], fresh_first * gradient);
    moments[1] = multiply_add(decay_second, moments[1], fresh_second * (gradient * gradient));
    const V scale = multiply_add(ogive::detail::square_root(moments[1]), correction, epsilon);
    return parameter - ogive::detail::divide(V(rate * moments[0]), scale);
  }
};

template <class V>
struct adamw_step {
  adam_step<V> adam;
  V keep;  // 1 − rate · λ

  [[nodiscard]] V operator()(V parameter, V gradient, std::array<V, 2>& moments) const {
    return adam(keep * parameter, gradient, moments);
  }
};

}  // namespace detail

/// v ← μ·v + g, p ← p − rate·v: stochastic gradient descent with momentum μ, none by default. With `nesterov` the step
/// looks ahead: p ← p − rate·(g + μ·v).
///
/// PyTorch's definition: the rate is outside the velocity, no dampening.
/// Sutskever, Martens, Dahl, Hinton 2013, ICML (both momenta).
struct sgd {
  double rate = 0.1;
  double momentum = 0;
  bool nesterov = false;

  static constexpr std::size_t moments = 1;

  /// The formula of step 1, 2, … for batches V.
  template <class V>
  [[nodiscard]] detail::sgd_step<V> step(std::uint64_t) const {
    using ogive::detail::broadcast;
    return {.momentum = broadcast<V>(momentum),
            .of_velocity = broadcast<V>(nesterov ? rate * momentum : rate),
            .of_gradient = broadcast<V>(nesterov ? rate : 0)};
  }
};

/// m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², p ← p − rate · m̂ / (√v̂ + ε)
///
/// with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ) in step t. Kingma, Ba 2015, arXiv:1412.6980; the defaults are theirs
/// and PyTorch's.
struct adam {
  double rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;

  static constexpr std::size_t moments = 2;

  /// The formula of step t = 1, 2, … for batches V.
  template <class V>
  [[nodiscard]] detail::adam_step<V> step(std::uint64_t t) const {
    using ogive::detail::broadcast;
    const double power = static_cast<double>(t);
    return {.rate = broadcast<V>(rate / (1 - std::pow(beta1, power))),
            .decay_first = broadcast<V>(beta1),
            .fresh_first = broadcast<V>(1 - beta1),
            .decay_second = broadcast<V>(beta2),
            .fresh_second = broadcast<V>(1 - beta2),
            .correction = broadcast<V>(1 / std::sqrt(1 - std::pow(beta2, power))),
            .epsilon = broadcast<V>(epsilon)};
  }
};

/// p ← (1 − rate·λ)·p, then Adam's step: the weights decay apart from their gradients.
///
/// Of everything that is learnt, as PyTorch's AdamW does; its defaults too. Loshchilov, Hutter 2019, arXiv:1711.05101.
struct adamw {
  double rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0.01;  ///< λ

  static constexpr std::size_t moments = 2;

  /// The formula of step t = 1, 2, … for batches V.
  template <class V>
  [[nodiscard]] detail::adamw_step<V> step(std::uint64_t t) const {
    return {.adam = adam{.rate = rate, .beta1 = beta1, .beta2 = beta2, .epsilon = epsilon}.template step<V>(t),
            .keep = ogive::detail::broadcast<V>(1 - rate * weight_decay)};
  }
};

namespace detail {

/// An epilogue that keeps a gradient: destination(row, column) = gradient.
template <class T>
struct store_gradient {
  matrix_view<T> destination;

  OGIVE_INLINE void operator()(const tile_view<T>& gradients) const {
    gradients.for_each([&](std::size_t row, std::size_t column, native_batch<T> gradient) {
      ogive::detail::store(destination.row(row) + column, gradient);
    });
  }
};

/// An epilogue that carries out one step of an optimiser and never stores the gradient.
template <class T, class Optimiser>
struct apply_step {
  using batch = native_batch<T>;

  panel_view<T> parameter;
  std::array<T*, Optimiser::moments> moments;  // laid out as the parameter
  decltype(Optimiser{}.template step<batch>(1)) step;

  /// Asks for what the tile of the same rows in the next panel will change: weights that lie beyond the near caches
  /// come while this tile is made.
  OGIVE_INLINE void prefetch(std::size_t row, std::size_t rows, std::size_t panel) const {
    constexpr std::size_t near = std::size_t{1} << 21;  // bytes
    const std::size_t column = (panel + 1) * panel_view<T>::width;
    if (parameter.rows * parameter.columns * sizeof(T) * (1 + moments.size()) < near || column >= parameter.columns)
      return;
    const T* const first = parameter.at(row, column);
    for (const T* place = first; place != first + rows * parameter.row_stride; place += parameter.row_stride) {
      __builtin_prefetch(place, 1);
      for (T* const m : moments) __builtin_prefetch(m + (place - parameter.data), 1);
    }
  }

  OGIVE_INLINE void operator()(const tile_view<T>& gradients) const {
    gradients.for_each([&](std::size_t row, std::size_t column, batch gradient) {
      using namespace ogive::detail;
      T* const place = parameter.at(row, column);
      const std::ptrdiff_t offset = place - parameter.data;
      std::array<batch, Optimiser::moments> moment;
      for (std::size_t i = 0; i != moment.size(); ++i) moment[i] = load<batch>(moments[i] + offset);
      const batch next = step(load<batch>(place), gradient, moment);
      store(place, next);
      for (std::size_t i = 0; i != moment.size(); ++i) store(moments[i] + offset, moment[i]);
    });
  }
};

}  // namespace detail

/// The moments of one matrix of parameters, plain or in panels, all zero at first.
template <class T, class Optimiser>
class moments_of {
 public:
  moments_of() = default;
  template <class Matrix>
  explicit moments_of(const Matrix& parameter) {
    moments_.fill(matrix<T>(1, parameter.storage_size()));
  }

  /// The epilogue of step t on `parameter`, whose moments these are: called with each tile of its gradient.
  template <class Matrix>
  [[nodiscard]] detail::apply_step<T, Optimiser> step(Matrix& parameter, const Optimiser& optimiser, std::uint64_t t) {
    std::array<T*, Optimiser::moments> data{};
    for (std::size_t i = 0; i != data.size(); ++i) data[i] = moments_[i].data();
    return {parameter.view(), data, optimiser.template step<detail::native_batch<T>>(t)};
  }

  static constexpr std::size_t count = Optimiser::moments;

  /// The i-th moment of the parameter's element (row, column).
  template <class Matrix>
  [[nodiscard]] T& at(const Matrix& parameter, std::size_t i, std::size_t row, std::size_t column) {
    return moments_[i].data()[&parameter(row, column) - parameter.view().data];
  }

 private:
  std::array<matrix<T>, Optimiser::moments> moments_;  // each laid out as the parameter, padding and all
};

/// One step on a matrix whose gradient is there already. Shapes: gradient as parameter.
template <class T, class Optimiser>
void update(matrix<T>& parameter, const matrix<T>& gradient, moments_of<T, Optimiser>& moments,
            const Optimiser& optimiser, std::uint64_t t) {
  moments.step(parameter, optimiser, t)(tile_view<T>::whole(gradient.view()));
}

}  // namespace ogive::nn
