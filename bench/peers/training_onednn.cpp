// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A trainer on oneDNN's primitives: inner products with the rectifier as a post-operation, weights in the layout that
// each primitive likes best; the optimiser, which oneDNN does not have, as a plain loop.
#include <cstdint>
#include <random>
#include <unordered_map>
#include <vector>

#include <oneapi/dnnl/dnnl.hpp>

#include "trainer.hpp"

namespace ogive::bench {
namespace {

using dnnl::memory;
using arguments = std::unordered_map<int, memory>;
constexpr auto f32 = memory::data_type::f32;

const dnnl::engine& engine() {
  static const dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
  return cpu;
}

memory::desc plain(std::size_t rows, std::size_t columns) {
  return {{static_cast<memory::dim>(rows), static_cast<memory::dim>(columns)}, f32, memory::format_tag::ab};
}

memory::desc any(std::size_t rows, std::size_t columns) {
  return {{static_cast<memory::dim>(rows), static_cast<memory::dim>(columns)}, f32, memory::format_tag::any};
}

/// The same numbers in another layout; no copy if the layouts are one.
class relayout {
 public:
  relayout() = default;
  relayout(const memory& from, const memory::desc& wanted) : from_(from), to_(from) {
    if (from.get_desc() == wanted) return;
    to_ = memory(wanted, engine());
    reorder_ = dnnl::reorder(from_, to_);
    copies_ = true;
  }
  [[nodiscard]] const memory& result() const { return to_; }
  void run(dnnl::stream& stream) const {
    if (copies_) reorder_.execute(stream, {{DNNL_ARG_FROM, from_}, {DNNL_ARG_TO, to_}});
  }

 private:
  memory from_, to_;
  dnnl::reorder reorder_;
  bool copies_ = false;
};

/// A layer and its primitives for batches of one size.
struct layer {
  memory weight, bias, output, delta, first, second, bias_first, bias_second, bias_gradient;
  dnnl::inner_product_forward forward;
  dnnl::inner_product_backward_weights gradient;
  dnnl::inner_product_backward_data below;
  dnnl::eltwise_backward rectifier;
  memory gradient_result;
  relayout gradient_to_weight, weight_to_below;
};

float* floats(const memory& m) { return static_cast<float*>(m.get_data_handle()); }
std::size_t count(const memory& m) { return m.get_desc().get_size() / sizeof(float); }

memory zeros(const memory::desc& shape) {
  memory m(shape, engine());
  std::fill_n(floats(m), count(m), 0.0F);
  return m;
}

/// The layers' primitives for `batch` rows. Weights and moments are those of `shared`, if it is there.
std::vector<layer> make_layers(const training_task& task, std::size_t batch, const std::vector<layer>* shared) {
  std::vector<layer> layers(task.sizes.size() - 1);
  for (std::size_t i = 0; i != layers.size(); ++i) {
    layer& l = layers[i];
    const std::size_t inputs = task.sizes[i], outputs = task.sizes[i + 1];
    const bool is_last = i + 1 == layers.size();
    const memory::desc bias_shape({static_cast<memory::dim>(outputs)}, f32, memory::format_tag::a);
    dnnl::post_ops after;
    if (!is_last) after.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
    dnnl::primitive_attr attributes;
    attributes.set_post_ops(after);
    const memory::desc weight_shape = shared == nullptr ? any(outputs, inputs) : (*shared)[i].weight.get_desc();
    const dnnl::inner_product_forward::primitive_desc forward(
        {dnnl::prop_kind::forward_training, plain(batch, inputs), weight_shape, bias_shape, plain(batch, outputs)},
        attributes, engine());
    l.forward = dnnl::inner_product_forward(forward);
    if (shared == nullptr) {
      l.weight = memory(forward.weights_desc(), engine());
      l.bias = zeros(bias_shape);
      l.first = zeros(forward.weights_desc()), l.second = zeros(forward.weights_desc());
      l.bias_first = zeros(bias_shape), l.bias_second = zeros(bias_shape);
    } else {
      const layer& s = (*shared)[i];
      l.weight = s.weight, l.bias = s.bias, l.first = s.first, l.second = s.second;
      l.bias_first = s.bias_first, l.bias_second = s.bias_second;
    }
    l.output = memory(plain(batch, outputs), engine());
    l.delta = memory(plain(batch, outputs), engine());
    l.bias_gradient = memory(bias_shape, engine());
    const dnnl::inner_product_backward_weights::primitive_desc gradient(
        {plain(batch, inputs), any(outputs, inputs), bias_shape, plain(batch, outputs)}, engine(), forward);
    l.gradient = dnnl::inner_product_backward_weights(gradient);
    l.gradient_result = memory(gradient.diff_weights_desc(), engine());
    l.gradient_to_weight = relayout(l.gradient_result, l.weight.get_desc());
    if (i != 0) {
      const dnnl::inner_product_backward_data::primitive_desc below(
          {plain(batch, inputs), any(outputs, inputs), plain(batch, outputs)}, engine(), forward);
      l.below = dnnl::inner_product_backward_data(below);
      l.weight_to_below = relayout(l.weight, below.weights_desc());
    }
    if (!is_last) {
      constexpr auto from_output = dnnl::algorithm::eltwise_relu_use_dst_for_bwd;
      const dnnl::eltwise_forward::primitive_desc hint(
          {dnnl::prop_kind::forward_training, from_output, plain(batch, outputs), 0}, engine());
      l.rectifier = dnnl::eltwise_backward(dnnl::eltwise_backward::primitive_desc(
          {from_output, plain(batch, outputs), plain(batch, outputs), 0}, engine(), hint));
    }
  }
  return layers;
}

class network {
 public:
  explicit network(const training_task& task) : task_(task), stream_(engine()) {
    std::vector<layer>& layers = layers_for(task.batch);
    std::mt19937 random(1);
    for (std::size_t i = 0; i != layers.size(); ++i) {
      memory initial(plain(task.sizes[i + 1], task.sizes[i]), engine());
      initialise(floats(initial), count(initial), task.sizes[i], random);
      dnnl::reorder(initial, layers[i].weight).execute(stream_, initial, layers[i].weight);
    }
    stream_.wait();
  }

  const float* forward(const float* x, std::size_t rows) {
    std::vector<layer>& layers = layers_for(rows);
    memory input(plain(rows, task_.sizes.front()), engine(), const_cast<float*>(x));
    for (layer& l : layers) {
      l.forward.execute(
          stream_,
          {{DNNL_ARG_SRC, input}, {DNNL_ARG_WEIGHTS, l.weight}, {DNNL_ARG_BIAS, l.bias}, {DNNL_ARG_DST, l.output}});
      input = l.output;
    }
    stream_.wait();
    return floats(layers.back().output);
  }

  void step(const float* x, const std::uint8_t* labels, std::size_t rows, int t) {
    (void)forward(x, rows);
    std::vector<layer>& layers = layers_for(rows);
    std::copy_n(floats(layers.back().output), count(layers.back().output), floats(layers.back().delta));
    softmax_cross_entropy(floats(layers.back().delta), labels, rows, task_.sizes.back());
    const memory images(plain(rows, task_.sizes.front()), engine(), const_cast<float*>(x));
    for (std::size_t k = layers.size(); k-- != 0;) {
      layer& l = layers[k];
      if (k != 0) {
        layer& below = layers[k - 1];
        l.weight_to_below.run(stream_);
        l.below.execute(stream_, {{DNNL_ARG_DIFF_DST, l.delta},
                                  {DNNL_ARG_WEIGHTS, l.weight_to_below.result()},
                                  {DNNL_ARG_DIFF_SRC, below.delta}});
        below.rectifier.execute(
            stream_,
            {{DNNL_ARG_DST, below.output}, {DNNL_ARG_DIFF_DST, below.delta}, {DNNL_ARG_DIFF_SRC, below.delta}});
      }
      l.gradient.execute(stream_, {{DNNL_ARG_SRC, k == 0 ? images : layers[k - 1].output},
                                   {DNNL_ARG_DIFF_DST, l.delta},
                                   {DNNL_ARG_DIFF_WEIGHTS, l.gradient_result},
                                   {DNNL_ARG_DIFF_BIAS, l.bias_gradient}});
      l.gradient_to_weight.run(stream_);
      stream_.wait();
      adam_step(count(l.weight), floats(l.weight), floats(l.gradient_to_weight.result()), floats(l.first),
                floats(l.second), t);
      adam_step(count(l.bias), floats(l.bias), floats(l.bias_gradient), floats(l.bias_first), floats(l.bias_second), t);
    }
  }

 private:
  std::vector<layer>& layers_for(std::size_t rows) {
    const auto found = layers_.find(rows);
    if (found != layers_.end()) return found->second;
    const std::vector<layer>* const shared = layers_.empty() ? nullptr : &layers_.at(task_.batch);
    return layers_[rows] = make_layers(task_, rows, shared);
  }

  training_task task_;
  dnnl::stream stream_;
  std::unordered_map<std::size_t, std::vector<layer>> layers_;  // by the rows of a batch: the last one is smaller
};

}  // namespace

trainer onednn_trainer() { return {"oneDNN", train_plainly<network>}; }

}  // namespace ogive::bench
