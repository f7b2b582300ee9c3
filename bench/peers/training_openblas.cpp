// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The trainer that people write on a BLAS: sgemm for the products, plain loops for all else.
#include <cstdint>
#include <random>
#include <vector>

#include <cblas.h>

#include "trainer.hpp"

namespace ogive::bench {
namespace {

struct layer {
  std::size_t inputs, outputs;
  plain_parameter weight, bias;  // weight is inputs × outputs
  std::vector<float> output, delta;
};

void product(CBLAS_TRANSPOSE left, CBLAS_TRANSPOSE right, std::size_t rows, std::size_t columns, std::size_t depth,
             const float* a, std::size_t a_stride, const float* b, std::size_t b_stride, float beta, float* c) {
  cblas_sgemm(CblasRowMajor, left, right, static_cast<int>(rows), static_cast<int>(columns), static_cast<int>(depth), 1,
              a, static_cast<int>(a_stride), b, static_cast<int>(b_stride), beta, c, static_cast<int>(columns));
}

class network {
 public:
  explicit network(const training_task& task) {
    std::mt19937 random(1);
    for (std::size_t i = 0; i + 1 != task.sizes.size(); ++i) {
      const std::size_t inputs = task.sizes[i], outputs = task.sizes[i + 1];
      layers_.push_back({inputs, outputs, plain_parameter(inputs * outputs), plain_parameter(outputs),
                         std::vector<float>(task.batch * outputs), std::vector<float>(task.batch * outputs)});
      initialise(layers_.back().weight.value.data(), inputs * outputs, inputs, random);
    }
  }

  const float* forward(const float* x, std::size_t rows) {
    for (layer& l : layers_) {
      for (std::size_t i = 0; i != rows; ++i)
        std::copy(l.bias.value.begin(), l.bias.value.end(),
                  l.output.begin() + static_cast<std::ptrdiff_t>(i * l.outputs));
      product(CblasNoTrans, CblasNoTrans, rows, l.outputs, l.inputs, x, l.inputs, l.weight.value.data(), l.outputs, 1,
              l.output.data());
      if (&l != &layers_.back()) {
        for (std::size_t i = 0; i != rows * l.outputs; ++i) l.output[i] = std::max(l.output[i], 0.0F);
      }
      x = l.output.data();
    }
    return x;
  }

  void step(const float* x, const std::uint8_t* labels, std::size_t rows, int t) {
    (void)forward(x, rows);
    layers_.back().delta = layers_.back().output;
    softmax_cross_entropy(layers_.back().delta.data(), labels, rows, layers_.back().outputs);
    for (std::size_t k = layers_.size(); k-- != 0;) {
      layer& l = layers_[k];
      const float* const input = k == 0 ? x : layers_[k - 1].output.data();
      if (k != 0) {
        layer& below = layers_[k - 1];
        product(CblasNoTrans, CblasTrans, rows, l.inputs, l.outputs, l.delta.data(), l.outputs, l.weight.value.data(),
                l.outputs, 0, below.delta.data());
        for (std::size_t i = 0; i != rows * l.inputs; ++i) below.delta[i] = below.output[i] > 0 ? below.delta[i] : 0;
      }
      product(CblasTrans, CblasNoTrans, l.inputs, l.outputs, rows, input, l.inputs, l.delta.data(), l.outputs, 0,
              l.weight.gradient.data());
      std::fill(l.bias.gradient.begin(), l.bias.gradient.end(), 0.0F);
      for (std::size_t i = 0; i != rows; ++i) {
        for (std::size_t j = 0; j != l.outputs; ++j) l.bias.gradient[j] += l.delta[i * l.outputs + j];
      }
      adam_step(l.weight, t);
      adam_step(l.bias, t);
    }
  }

 private:
  std::vector<layer> layers_;
};

}  // namespace

trainer openblas_trainer() { return {"OpenBLAS", train_plainly<network>}; }

}  // namespace ogive::bench
