// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// oneDNN's eltwise primitives: made once for each size, on the same memory, with the scratch pads they want.
#include <memory>
#include <string>

#include <oneapi/dnnl/dnnl.hpp>

#include "contender.hpp"

namespace ogive::bench {
namespace {

struct algorithm {
  const char* name;
  dnnl::algorithm kind;
  float alpha;
};
constexpr algorithm algorithms[] = {
    {"sigmoid", dnnl::algorithm::eltwise_logistic, 0},  {"tanh", dnnl::algorithm::eltwise_tanh, 0},
    {"gelu", dnnl::algorithm::eltwise_gelu_erf, 0},     {"gelu_tanh", dnnl::algorithm::eltwise_gelu_tanh, 0},
    {"swish", dnnl::algorithm::eltwise_swish, 1},       {"mish", dnnl::algorithm::eltwise_mish, 0},
    {"elu", dnnl::algorithm::eltwise_elu, 1},           {"softplus", dnnl::algorithm::eltwise_soft_relu, 0},
    {"relu", dnnl::algorithm::eltwise_relu, 0},         {"exp", dnnl::algorithm::eltwise_exp, 0},
    {"log", dnnl::algorithm::eltwise_log, 0},
};

/// Both primitives of an algorithm on the arrays of a size.
class primitives {
 public:
  primitives(const algorithm& of, const arrays& a)
      : shape_({static_cast<dnnl::memory::dim>(a.n)}, dnnl::memory::data_type::f32, dnnl::memory::format_tag::a),
        x_(shape_, engine_, const_cast<float*>(a.x)),
        y_(shape_, engine_, a.y),
        upstream_(shape_, engine_, const_cast<float*>(a.upstream)),
        slope_(shape_, engine_, a.slope) {
    const dnnl::eltwise_forward::desc forward(dnnl::prop_kind::forward_training, of.kind, shape_, of.alpha, 0.0f);
    const dnnl::eltwise_forward::primitive_desc forward_made(forward, engine_);
    forward_ = dnnl::eltwise_forward(forward_made);
    const dnnl::eltwise_backward::desc backward(of.kind, shape_, shape_, of.alpha, 0.0f);
    backward_ = dnnl::eltwise_backward({backward, engine_, forward_made});
  }
  void forward() {
    forward_.execute(stream_, {{DNNL_ARG_SRC, x_}, {DNNL_ARG_DST, y_}});
    stream_.wait();
  }
  void backward() {
    backward_.execute(stream_, {{DNNL_ARG_SRC, x_}, {DNNL_ARG_DIFF_DST, upstream_}, {DNNL_ARG_DIFF_SRC, slope_}});
    stream_.wait();
  }

 private:
  dnnl::engine engine_{dnnl::engine::kind::cpu, 0};
  dnnl::stream stream_{engine_};
  dnnl::memory::desc shape_;
  dnnl::memory x_, y_, upstream_, slope_;
  dnnl::eltwise_forward forward_;
  dnnl::eltwise_backward backward_;
};

}  // namespace

void add_onednn(contenders& all) {
  for (const algorithm& of : algorithms) {
    for (const pass what : {pass::value, pass::value_and_derivative, pass::backward}) {
      all.push_back({of.name, what, "oneDNN", [of, what](const arrays& a) -> std::function<void()> {
                       const auto made = std::make_shared<primitives>(of, a);
                       if (what == pass::value) return [made] { made->forward(); };
                       if (what == pass::backward) return [made] { made->backward(); };
                       return [made] {
                         made->forward();
                         made->backward();
                       };
                     }});
    }
  }
}

}  // namespace ogive::bench
