// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A network and labelled images come in; what it gets right, what it takes for what, and its worst mistakes go out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <ogive/nn/loss.hpp>

#include "mnist/model.hpp"

namespace mnist {

/// An image and how sure the network was of something else.
struct mistake {
  std::size_t row = 0;
  std::uint8_t label = 0;
  std::size_t told = 0;
  double probability = 0;  ///< of what it told
};

struct judgement {
  ogive::nn::loss_sum sum{};
  std::vector<std::vector<std::size_t>> confusions{};  ///< [label][told]
  std::vector<mistake> worst{};                        ///< the surest first
};

/// With up to `worst` mistakes. Errors: those of `evaluate`.
judgement judge(const network& net, const images& rows, std::size_t worst);

}  // namespace mnist
