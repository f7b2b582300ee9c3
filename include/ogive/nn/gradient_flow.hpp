// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A network and rows come in; what passes through each layer forward and back goes out as figures, and
// what is wrong with them in words.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <ogive/nn/activation.hpp>
#include <ogive/nn/dataset.hpp>
#include <ogive/nn/evaluate.hpp>
#include <ogive/nn/loss.hpp>
#include <ogive/nn/matrix.hpp>
#include <ogive/nn/network.hpp>

namespace ogive::nn {

/// What passes through a layer, over a batch of rows.
struct layer_flow {
  double output = 0;     ///< root of the mean square of f(z)
  double slope = 0;      ///< the same of f'(z)
  double delta = 0;      ///< the same of δ = ∂loss/∂z, the loss being the mean over the batch
  double gradient = 0;   ///< Euclidean norm of the weights' gradient
  double weight = 0;     ///< that of the weights
  double saturated = 0;  ///< share of the numbers z where |f'| is below 1 % of its greatest: hardly a gradient passes
  double dead = 0;       ///< share of the units with f' = 0 on every row: no row changes their weights
};

/// What passes through a time step of the last batch.
struct time_flow {
  double state = 0;      ///< root of the mean square of the hidden state after the step
  double gradient = 0;   ///< the same of ∂loss/∂ of what the input adds to the gates
  double saturated = 0;  ///< share of the hidden states that no input of the cell moves: all |∂h/∂| below 0.01
  double dead = 0;       ///< share of the units of which that holds on every row of the batch
};

namespace detail {

/// The greatest |f'| for z from −10 to 10, with f's initial parameters.
template <class T>
double greatest_slope(const activation<T>& f) {
  double greatest = 0;
  for (const T slope : sample(f, evenly_spaced<T>(10, 64), initial_parameters(f)).slope)
    greatest = std::max(greatest, std::abs(static_cast<double>(slope)));
  return greatest;
}

/// √ of the sum of squares of the first `rows` rows
template <class Matrix>
double norm(const Matrix& m, std::size_t rows) {
  double sum = 0;
  for (std::size_t i = 0; i != rows; ++i) {
    for (std::size_t j = 0; j != m.columns(); ++j) {
      const double value = static_cast<double>(m(i, j));
      sum += value * value;
    }
  }
  return std::sqrt(sum);
}

template <class Matrix>
double root_mean_square(const Matrix& m, std::size_t rows) {
  return norm(m, rows) / std::sqrt(static_cast<double>(rows * m.columns()));
}

/// What is found, a sentence each, written as by printf.
struct sentences {
  std::vector<std::string> all{};

  template <class... Values>
  void say(const char* how, Values... values) {
    char text[320];
    std::snprintf(text, sizeof text, how, values...);
    all.emplace_back(text);
  }
};

}  // namespace detail

/// One entry for each layer, over the first `count` rows: forward and backward on them, the network stays what it is.
/// Errors: those of `evaluate`.
template <class Layers, class Element>
std::vector<layer_flow> measure_flow(const network<Layers>& net, const labelled_rows<Element>& rows,
                                     std::size_t count = 256) {
  using T = typename network<Layers>::value_type;
  detail::require_shape("ogive::nn::measure_flow", rows, net.inputs(), net.outputs());
  count = std::min(count, rows.rows());
  matrix<T> x(count, rows.columns), upstream(count, rows.classes);
  std::vector<std::uint8_t> labels(count);
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  rows.gather(std::span<const std::uint32_t>(order), x.view(), std::span(labels));
  auto tape = net.make_tape(count);
  const auto input = std::as_const(x).view();
  const auto output = net.forward(input, tape);
  std::vector<layer_flow> flow(net.depth());
  for (std::size_t i = 0; i != net.depth(); ++i) {  // before backward puts δ in the place of f'
    const auto& layer = net.layer(i);
    const matrix<T>& slopes = tape[i].delta;
    layer_flow& own = flow[i];
    own.output = detail::root_mean_square(tape[i].output, count);
    own.weight = detail::norm(layer.weight, layer.inputs());
    own.slope = layer.function.is_identity ? 1 : detail::root_mean_square(slopes, count);
    if (layer.function.is_identity) continue;
    const double little = 0.01 * detail::greatest_slope(layer.function);
    std::size_t saturated = 0, dead = 0;
    for (std::size_t j = 0; j != layer.outputs(); ++j) {
      std::size_t zeros = 0;
      for (std::size_t k = 0; k != count; ++k) {
        const double slope = std::abs(static_cast<double>(slopes(k, j)));
        saturated += slope < little;
        zeros += slope == 0;
      }
      dead += zeros == count;
    }
    own.saturated = static_cast<double>(saturated) / static_cast<double>(count * layer.outputs());
    own.dead = static_cast<double>(dead) / static_cast<double>(layer.outputs());
  }
  (void)softmax_cross_entropy<T>(output, labels, upstream.view());
  const auto gradients = net.backward(input, std::as_const(upstream).view(), tape);
  for (std::size_t i = 0; i != net.depth(); ++i) {
    flow[i].delta = detail::root_mean_square(tape[i].delta, count);
    flow[i].gradient = detail::norm(gradients[i].weight, net.layer(i).inputs());
  }
  return flow;
}

/// What is wrong with a flow, a sentence each with the layer, the figure and a remedy; empty if nothing is.
///
/// Vanishing: δ of a layer is less than 1/1000 of that of the last; exploding: more than 1000 times. Dead: more
/// than half of a layer's units. Saturated: more than nine of ten of a layer's numbers. Not finite: anything.
inline std::vector<std::string> diagnose(std::span<const layer_flow> flow) {
  detail::sentences findings;
  if (flow.empty()) return findings.all;
  for (std::size_t i = 0; i != flow.size(); ++i) {
    const layer_flow& own = flow[i];
    if (!std::isfinite(own.output) || !std::isfinite(own.delta)) {
      findings.say("not finite: layer %zu gives or gets numbers that are not; lower the learning rate", i);
      return findings.all;
    }
  }
  const double last = flow.back().delta;
  std::size_t least = 0, greatest = 0;
  for (std::size_t i = 0; i != flow.size(); ++i) {
    if (flow[i].delta < flow[least].delta) least = i;
    if (flow[i].delta > flow[greatest].delta) greatest = i;
  }
  if (flow[least].delta < 1e-3 * last) {
    std::size_t worst = least;  // the layer over which δ shrinks most
    for (std::size_t i = least; i + 1 != flow.size(); ++i) {
      if (flow[i].delta * flow[worst + 1].delta < flow[worst].delta * flow[i + 1].delta) worst = i;
    }
    findings.say(
        "vanishing: the gradient is %.1e in layer %zu and %.1e in layer %zu, and falls most at layer %zu, where f' is "
        "%.2g "
        "in the mean; take an activation that does not saturate (swish, selu, relu), or first weights with its gain",
        flow[least].delta, least, last, flow.size() - 1, worst, flow[worst].slope);
  }
  if (flow[greatest].delta > 1e3 * last)
    findings.say(
        "exploding: the gradient is %.1e in layer %zu and %.1e in layer %zu; begin with smaller weights (its gain), or "
        "lower the learning rate",
        flow[greatest].delta, greatest, last, flow.size() - 1);
  for (std::size_t i = 0; i != flow.size(); ++i) {
    if (flow[i].dead > 0.5)
      findings.say(
          "dead: %.0f %% of the units of layer %zu pass no gradient for any row; lower the learning rate, or take an "
          "activation with a slope on both sides (leaky_relu, prelu, swish)",
          100 * flow[i].dead, i);
    else if (flow[i].saturated > 0.9)
      findings.say(
          "saturated: %.0f %% of the numbers of layer %zu lie where f' is almost 0; begin with smaller weights, or "
          "standardise the inputs",
          100 * flow[i].saturated, i);
  }
  return findings.all;
}

/// What is wrong with a flow through time, a sentence each with the step, the figure and a remedy; empty if nothing is.
///
/// Vanishing: the gradient of the first step that any reaches is less than 1/1000 of that of the last; exploding: more
/// than 1000 times. Dead, saturated: more than half of the units, nine of ten of the hidden states, in the mean of the
/// steps. Not finite: anything.
inline std::vector<std::string> diagnose(std::span<const time_flow> flow) {
  detail::sentences findings;
  std::size_t first = 0;  // truncation leaves those before without a gradient
  double saturated = 0, dead = 0;
  for (std::size_t t = 0; t != flow.size(); ++t) {
    if (!std::isfinite(flow[t].state) || !std::isfinite(flow[t].gradient)) {
      findings.say("not finite: step %zu gives or gets numbers that are not; lower the learning rate", t);
      return findings.all;
    }
    if (flow[t].gradient == 0 && first == t) ++first;
    saturated += flow[t].saturated / static_cast<double>(flow.size());
    dead += flow[t].dead / static_cast<double>(flow.size());
  }
  if (first == flow.size()) return findings.all;
  const double begin = flow[first].gradient, end = flow.back().gradient;
  if (begin < 1e-3 * end)
    findings.say(
        "vanishing: the gradient is %.1e at step %zu and %.1e at step %zu; take a cell with gates (gru, lstm), or "
        "fewer "
        "steps",
        begin, first, end, flow.size() - 1);
  if (begin > 1e3 * end)
    findings.say(
        "exploding: the gradient is %.1e at step %zu and %.1e at step %zu; clip it, or begin with smaller hidden "
        "weights",
        begin, first, end, flow.size() - 1);
  if (dead > 0.5)
    findings.say("dead: %.0f %% of the units are moved by no row of the batch; lower the learning rate", 100 * dead);
  else if (saturated > 0.9)
    findings.say(
        "saturated: %.0f %% of the hidden states lie where the cell hardly moves; begin with smaller weights, or "
        "standardise the inputs",
        100 * saturated);
  return findings.all;
}

}  // namespace ogive::nn
