// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A network comes in, the tensors of what it has learnt go out, by the names that their file gives them;
// and back, with every difference between file and network told at once. Needs nlohmann-json, as safetensors.hpp does.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ogive/nn/safetensors.hpp>

namespace ogive::nn {
namespace detail {

/// visit(name, shape, element) for each tensor of a network: element(k) is its k-th number in C order. Layer i has
/// `i.weight` [in, out], `i.bias` [out], and `act.i.NAME` [] for each parameter of its activation.
template <class Network, class Visit>
void for_each_tensor(Network& net, const Visit& visit) {
  for (std::size_t i = 0; i != net.depth(); ++i) {
    auto& layer = net.layer(i);
    const std::string number = std::to_string(i);
    const std::size_t out = layer.outputs();
    visit(
        number + ".weight", std::vector<std::size_t>{layer.inputs(), out},
        [&layer, out ](std::size_t k) -> auto& { return layer.weight(k / out, k % out); });
    visit(
        number + ".bias", std::vector<std::size_t>{out}, [&layer](std::size_t k) -> auto& { return layer.bias(0, k); });
    for (std::size_t p = 0; p != layer.parameters.columns(); ++p) {
      visit(
          "act." + number + "." + std::string(layer.function.parameter_names[p]), std::vector<std::size_t>{},
          [&layer, p ](std::size_t) -> auto& { return layer.parameters(0, p); });
    }
  }
}

inline std::string formula_key(std::size_t layer) { return "act." + std::to_string(layer) + ".formula"; }

inline std::string shape_text(std::span<const std::size_t> shape) {
  std::string text = "[";
  for (const std::size_t size : shape) text.append(text.size() == 1 ? "" : ", ").append(std::to_string(size));
  return text + "]";
}

}  // namespace detail

/// What a network has learnt, and in the metadata the version of the format, the sizes of its layers and the formula of
/// each activation. Numbers are exact: F32 for float, F64 for double.
template <class Network>
tensor_file tensors_of(const Network& net) {
  using value_type = typename Network::value_type;
  tensor_file content;
  std::string sizes = std::to_string(net.inputs());
  for (std::size_t i = 0; i != net.depth(); ++i) {
    sizes.append("-").append(std::to_string(net.layer(i).outputs()));
    content.metadata[detail::formula_key(i)] = std::string(net.layer(i).function.formula);
  }
  content.metadata["architecture"] = sizes;
  content.metadata["format"] = "ogive 1";
  detail::for_each_tensor(net, [&](const std::string& name, std::vector<std::size_t> shape, const auto& element) {
    std::vector<value_type> numbers(element_count(shape));
    for (std::size_t k = 0; k != numbers.size(); ++k) numbers[k] = element(k);
    content.tensors[name] = make_tensor<value_type>(numbers, std::move(shape));
  });
  return content;
}

/// Gives a network what a file holds. Tensors whose names begin with `opt.` belong to an optimiser and are passed over;
/// a formula is compared if the file tells it.
///
/// Errors (`data_error`): tensors that are missing, unknown, of another type or shape, and formulas that differ, all of
/// them in one message; the network is then what it was. `file` names the file in the message.
template <class Network>
void assign_tensors(Network& net, const tensor_file& content, const std::string& file) {
  using value_type = typename Network::value_type;
  std::vector<std::string> differences;
  std::vector<std::string_view> known;
  for (std::size_t i = 0; i != net.depth(); ++i) {
    const auto told = content.metadata.find(detail::formula_key(i));
    const std::string_view own = net.layer(i).function.formula;
    if (told != content.metadata.end() && told->second != own)
      differences.push_back("layer " + std::to_string(i) + " has the activation " + told->second + " in the file and " +
                            std::string(own) + " in the network");
  }
  detail::for_each_tensor(net, [&](const std::string& name, const std::vector<std::size_t>& shape, const auto&) {
    const auto found = content.tensors.find(name);
    if (found == content.tensors.end()) {
      differences.push_back(name + " is missing");
      return;
    }
    known.push_back(found->first);
    const tensor& t = found->second;
    if (t.type != type_word<value_type>())
      differences.push_back(name + " is " + t.type + " instead of " + std::string(type_word<value_type>()));
    if (t.shape != shape)
      differences.push_back(name + " is " + detail::shape_text(t.shape) + " instead of " + detail::shape_text(shape));
  });
  for (const auto& [name, ignored] : content.tensors) {
    if (!name.starts_with("opt.") && std::ranges::find(known, name) == known.end())
      differences.push_back(name + " is unknown to the network");
  }
  if (!differences.empty()) {
    std::string message = file + ": does not fit the network: ";
    for (std::size_t k = 0; k != differences.size(); ++k) message.append(k == 0 ? "" : "; ").append(differences[k]);
    throw data_error(message);
  }
  detail::for_each_tensor(net, [&](const std::string& name, const std::vector<std::size_t>&, const auto& element) {
    const std::vector<value_type> numbers = numbers_of<value_type>(content.tensors.at(name));
    for (std::size_t k = 0; k != numbers.size(); ++k) element(k) = numbers[k];
  });
}

/// Writes what a network has learnt into a safetensors file. Errors: those of `write_safetensors`.
template <class Network>
void save_model(const std::string& file, const Network& net) {
  write_safetensors(file, tensors_of(net));
}

/// Reads it again. Errors: those of `read_safetensors` and `assign_tensors`.
template <class Network>
void load_model(const std::string& file, Network& net) {
  assign_tensors(net, read_safetensors(file), file);
}

}  // namespace ogive::nn
