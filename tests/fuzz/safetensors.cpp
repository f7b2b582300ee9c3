// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// safetensors: what is read can be written and is then read as the same.
#include <ogive/nn/safetensors.hpp>

#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::try_reader([&] {
    const ogive::nn::tensor_file content = ogive::nn::read_safetensors(fuzz::file_of({data, size}));
    for (const auto& [name, tensor] : content.tensors) {
      fuzz::promise(
          tensor.bytes.size() == ogive::nn::element_count(tensor.shape) * ogive::nn::element_size(tensor.type),
          "as many bytes as the shape says");
    }
  });
}
