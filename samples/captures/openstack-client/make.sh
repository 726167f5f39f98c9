#!/bin/bash
# What the OpenStack client prints. Needs `openstack` (python-openstackclient) on the PATH: `make.sh`, in this folder.
set -eu
cd "$(dirname "$0")"
port=${1:-8774}
python3 answers.py "$port" 2>/dev/null &
trap 'kill %1' EXIT
sleep 1
client() { openstack --os-auth-type none --os-endpoint "http://127.0.0.1:$port/v2.1" --os-identity-api-version 3 "$@"; }
failed=8f2d1c44-1b7e-4a0e-9c39-77c1d5a0e6b2
for form in table json; do
    end=txt; [ $form = json ] && end=json
    client server list --long -n -f $form > server-list.$end
    client server show $failed -f $form > server-show.$end
    client compute service list -f $form > compute-services.$end
    client network agent list -f $form > network-agents.$end
    client server event list $failed -f $form > server-events.$end
done
